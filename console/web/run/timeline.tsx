import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { VisitRow } from '../../api/index.ts';
import { duration } from '../format.ts';
import { VirtualList } from '../parts/virtual-list.tsx';
import { go, param, withParams } from '../address.ts';
import { now } from '../session.ts';
import { useWidth } from '../use-width.ts';
import { TimelineAxis } from './timeline-axis.tsx';
import { BESIDE_BARS, ROW, TimelineRow } from './timeline-row.tsx';
import { type Scale, scaleOf } from './timeline-scale.ts';
import type { RunStore } from './run-store.ts';

const HEIGHT = 420;
/** Width of the names. A narrow window cuts them off; the tooltip has them in full. */
const LABEL = { wide: 230, narrow: 130 };
const NARROW = 600;
const MIN_WIDTH = 160;
/** Width of the list's borders and scroll bar. */
const BORDERS = 18;
const STEP = 1.6;
const MAX_ZOOM = 40;

/** The timeline: a row for each visit with its attempts as bars. Idle stretches are compressed, unless that is off. */
export function Timeline({ store }: { readonly store: RunStore }) {
  const zoom = useSignal(1);
  const box = useRef<HTMLDivElement>(null);
  const whole = useWidth(box, 1_000);
  const head = store.head.value;
  const map = Number(param('map') ?? 0);
  const iteration = param('iteration');
  const all = store.visits.value;
  const visits = useMemo(
    () => (iteration === null ? inOrder(all) : inIteration(all, map, Number(iteration))),
    [all, map, iteration],
  );
  const end = head?.running === true ? now.value : (head?.endedAt ?? 0);
  const stretches = head?.stretches ?? [];
  const compress = param('idle') !== 'full';
  const scale = useMemo(
    () => scaleOf(visits, { now: end, stretches, compress }),
    [visits, end, stretches, compress],
  );
  const chosen = Number(param('visit') ?? 0);
  const label = whole.value < NARROW ? LABEL.narrow : LABEL.wide;
  const width = Math.round(Math.max(MIN_WIDTH, whole.value - label - BORDERS) * zoom.value);
  const height = Math.min(HEIGHT, visits.length * ROW);
  return (
    <div class="timeline">
      <div class="tools">
        {iteration !== null && (
          <span>
            Only iteration {iteration}. <a href={withParams({ map: null, iteration: null })}>Show all</a>
          </span>
        )}
        <span class="dim">{describe(scale)}</span>
        <label>
          <input
            type="checkbox"
            checked={compress}
            onChange={() => go(withParams({ idle: compress ? 'full' : null }), { replace: true })}
          />{' '}
          Compress idle time
        </label>
        <span class="spacer" />
        <span class="zoom">
          <button
            type="button"
            aria-label="Zoom out"
            onClick={() => (zoom.value = Math.max(1, zoom.value / STEP))}
          >
            −
          </button>
          <button
            type="button"
            aria-label="Zoom in"
            onClick={() => (zoom.value = Math.min(MAX_ZOOM, zoom.value * STEP))}
          >
            +
          </button>
        </span>
      </div>
      <div class="timeline-scroll" ref={box} tabIndex={0} role="region" aria-label="Bars">
        <div
          class="timeline-sheet"
          style={{ width: `${label + width + BORDERS}px`, '--label': `${label}px` }}
        >
          <TimelineAxis scale={scale} width={width - BESIDE_BARS} height={height} />
          <VirtualList
            count={visits.length}
            rowHeight={ROW}
            height={HEIGHT}
            label="Timeline"
            selected={visits.findIndex(({ id }) => id === chosen)}
            onSelect={(index) =>
              go(withParams({ visit: visits[index]?.id ?? null, attempt: null }), { replace: true })
            }
            row={(index) => {
              const visit = visits[index];
              return visit === undefined ? null : (
                <TimelineRow visit={visit} scale={scale} stretches={stretches} width={width} end={end} />
              );
            }}
          />
        </div>
      </div>
    </div>
  );
}

/** Describes the whole time, and how much of it is not to scale. */
function describe({ start, end, idle, gaps }: Scale): string {
  const sum = (times: Scale['idle']) => duration(times.reduce((all, { from, to }) => all + to - from, 0));
  return [
    duration(end - start),
    ...(gaps.length > 0 ? [`${sum(gaps)} of it between failure and redrive`] : []),
    ...(idle.length > 0 ? [`${sum(idle)} idle and compressed`] : []),
  ].join(', ');
}

/** Returns the visits with inner visits after their parents. */
function inOrder(visits: readonly VisitRow[]): readonly VisitRow[] {
  const inside = Map.groupBy(visits, ({ parent }) => parent);
  const list = (parent: number | null): VisitRow[] =>
    (inside.get(parent) ?? [])
      .toSorted((a, b) => (a.iteration ?? 0) - (b.iteration ?? 0) || a.id - b.id)
      .flatMap((visit) => [visit, ...list(visit.id)]);
  return list(null);
}

function inIteration(visits: readonly VisitRow[], map: number, iteration: number): readonly VisitRow[] {
  return visits.filter((visit) => visit.parent === map && visit.iteration === iteration);
}
