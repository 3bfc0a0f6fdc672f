import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { VisitRow } from '../../api/index.ts';
import { Graph } from '../graph/graph.tsx';
import { layOut } from '../graph/layout.ts';
import { go, param, withParams } from '../address.ts';
import { useWidth } from '../use-width.ts';
import type { RunStore } from './run-store.ts';

const STEP = 1.25;
const MIN_ZOOM = 0.3;
const MAX_ZOOM = 3;
/** The minimum zoom at which a graph is fitted into its pane, so that it stays legible. */
const MIN_FITTING = 0.7;

interface GraphPaneProps {
  readonly store: RunStore;
  readonly selected: VisitRow | null;
}

/** The graph of the run. A click on a state selects it. Until the pane is used, it shows the state at work. */
export function GraphPane({ store, selected }: GraphPaneProps) {
  const chosen = useSignal<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const definition = store.definition.value;
  const picture = useMemo(() => (definition === null ? null : layOut(definition)), [definition]);
  const room = useWidth(box, 0, [picture === null]);
  const share = picture === null || room.value === 0 ? 1 : room.value / picture.width;
  const fitting = Math.min(1, Math.max(MIN_FITTING, share));
  const zoom = chosen.value ?? fitting;
  const isFollowing = useSignal(true);
  const leaves = useMemo(
    () => new Set(picture?.nodes.filter(({ isBox }) => !isBox).map(({ name: leaf }) => leaf)),
    [picture],
  );
  const followed = useRef<string | null>(null);
  const atWork = isFollowing.value ? store.atWork.value.filter((state) => leaves.has(state)) : [];
  // The states of children change many times a second: the pane stays where there still is work.
  if (atWork.length > 0 && (isRetried(store, atWork[0]) || !atWork.includes(followed.current ?? '')))
    followed.current = atWork[0] ?? null;
  const picked = selected?.name ?? param('state');
  const name = picked ?? (atWork.length > 0 ? followed.current : null);
  useEffect(() => {
    const pane = box.current;
    const state = name === null ? null : pane?.querySelector(`[data-state="${CSS.escape(name)}"] > rect`);
    if (pane !== null && state instanceof SVGElement) showInside(pane, state.getBoundingClientRect());
  }, [name, picture, room.value === 0]);
  if (picture === null) return null;
  const select = (state: string) => {
    const visits = store.byState.value.get(state) ?? [];
    // A failed visit is the most interesting one.
    const visit = visits.find((each) => each.status === 'failed') ?? visits.at(-1);
    go(
      withParams({
        visit: visit?.id ?? null,
        state: visit === undefined ? state : null,
        attempt: null,
        iteration: null,
      }),
      { replace: true },
    );
  };
  return (
    <div class="pane graph-pane">
      <div
        ref={box}
        class="graph-scroll"
        tabIndex={0}
        role="region"
        aria-label="Graph"
        onWheel={() => (isFollowing.value = false)}
        onPointerDown={() => (isFollowing.value = false)}
        onKeyDown={() => (isFollowing.value = false)}
      >
        <Graph
          picture={picture}
          marks={store.marks.value}
          ways={store.ways.value}
          selected={picked}
          zoom={zoom}
          onSelect={select}
        />
      </div>
      <div class="pane-tools">
        <button
          type="button"
          aria-label="Smaller"
          onClick={() => (chosen.value = Math.max(MIN_ZOOM, zoom / STEP))}
        >
          −
        </button>
        <button
          type="button"
          aria-label={`${Math.round(zoom * 100)}%, fit the graph into its pane`}
          onClick={() => (chosen.value = null)}
        >
          {Math.round(zoom * 100)}%
        </button>
        <button
          type="button"
          aria-label="Larger"
          onClick={() => (chosen.value = Math.min(MAX_ZOOM, zoom * STEP))}
        >
          +
        </button>
      </div>
    </div>
  );
}

/** True if the state with this name waits for another attempt. */
function isRetried(store: RunStore, name: string | undefined): boolean {
  return store.marks.value.get(name ?? '')?.status === 'retrying';
}

/** Scrolls a pane, not the page, to the middle of a part that is not visible. */
function showInside(pane: HTMLElement, part: DOMRect): void {
  const area = pane.getBoundingClientRect();
  if (part.left < area.left || part.right > area.right)
    pane.scrollLeft += part.left - area.left - Math.max(0, area.width - part.width) / 2;
  if (part.top >= area.top && Math.min(part.bottom, part.top + 60) <= area.bottom) return;
  pane.scrollTop += part.top - area.top - (area.height - Math.min(part.height, area.height)) / 2;
}
