import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { VisitRow } from '../../api/index.ts';
import { counted, duration } from '../format.ts';
import { toneOf } from '../parts/status.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import { go, param, withParams } from '../address.ts';
import { now } from '../session.ts';
import { useWidth } from '../use-width.ts';
import { TimelineAxis } from './timeline-axis.tsx';
import { type Scale, scaleOf } from './timeline-scale.ts';
import type { RunStore } from './run-store.ts';

const ROW = 22;
const HEIGHT = 420;
/** Width of the names. A narrow window cuts them off; the tooltip has them in full. */
const LABEL = { wide: 230, narrow: 130 };
const NARROW = 600;
const MIN_WIDTH = 160;
/** Width of the list's borders and scroll bar. */
const BORDERS = 18;
const BAR = 10;
const STEP = 1.6;
/** Width of the last duration. */
const BESIDE_BARS = 64;
const MAX_ZOOM = 40;

/** The timeline: a row for each visit with its attempts as bars; idle stretches are compressed. */
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
  const scale = useMemo(() => scaleOf(visits, end), [visits, end]);
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
        <span class="dim">
          {duration(scale.end - scale.start)}
          {scale.idle.length > 0 &&
            `, ${duration(scale.idle.reduce((sum, { from, to }) => sum + to - from, 0))} of it idle and compressed`}
        </span>
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
              return visit === undefined ? null : <Row visit={visit} scale={scale} width={width} end={end} />;
            }}
          />
        </div>
      </div>
    </div>
  );
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

interface RowProps {
  readonly visit: VisitRow;
  readonly scale: Scale;
  readonly width: number;
  readonly end: number;
}

function Row({ visit, scale, width, end }: RowProps) {
  const { name, iteration, parent, enteredAt, exitedAt, status, attempts, type, retries } = visit;
  const x = (moment: number) => scale.at(moment) * (width - BESIDE_BARS);
  const left = x(enteredAt);
  const whole = Math.max(2, x(exitedAt ?? end) - left);
  const tone = toneOf(status);
  // A caught error does not fail the run.
  const toneOfAttempt = (outcome: string) => (status === 'caught' ? 'warn' : toneOf(outcome));
  const took = duration((exitedAt ?? end) - enteredAt);
  return (
    <div
      class="timeline-row"
      title={`${name}: ${status}, ${took}${retries > 0 ? `, ${counted(retries, 'retry', 'retries')}` : ''}`}
    >
      <span class={`timeline-name ${parent === null ? '' : 'inner'}`}>
        {iteration !== null && <span class="dim">{iteration} </span>}
        {name}
      </span>
      <svg width={width} height={ROW} aria-hidden="true">
        <rect
          x={left}
          y={(ROW - BAR) / 2}
          width={whole}
          height={BAR}
          rx={2}
          class={`span ${tone} ${type === 'Wait' ? 'waiting' : ''} ${attempts.length > 0 ? 'around' : ''}`}
        />
        {attempts.map((attempt, index) => {
          const from = x(attempt.scheduledAt);
          const to = x(attempt.endedAt ?? end);
          const next = attempts[index + 1];
          return (
            <g key={attempt.eventId}>
              <rect
                x={from}
                y={(ROW - BAR) / 2}
                width={Math.max(2, to - from)}
                height={BAR}
                rx={2}
                class={`span ${toneOfAttempt(attempt.outcome)}`}
              />
              {next !== undefined && (
                <line x1={to} x2={x(next.scheduledAt)} y1={ROW / 2} y2={ROW / 2} class="back-off" />
              )}
            </g>
          );
        })}
        <text x={left + whole + 6} y={ROW / 2 + 4} class="took">
          {took}
        </text>
      </svg>
    </div>
  );
}
