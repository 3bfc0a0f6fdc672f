import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { VisitRow } from '../../api.ts';
import { Graph } from '../graph/graph.tsx';
import { go, withParams } from '../place.ts';
import type { RunStore } from './run-store.ts';

const STEP = 1.25;

interface GraphPaneProps {
  readonly store: RunStore;
  readonly selected: VisitRow | null;
}

/** The graph of the run; a state that is pressed is shown beside it. */
export function GraphPane({ store, selected }: GraphPaneProps) {
  const zoom = useSignal(1);
  const box = useRef<HTMLDivElement>(null);
  const definition = store.definition.value;
  const name = selected?.name ?? null;
  useEffect(() => {
    const pane = box.current;
    const state = name === null ? null : pane?.querySelector(`[data-state="${CSS.escape(name)}"] > rect`);
    if (pane !== null && state instanceof SVGElement) showInside(pane, state.getBoundingClientRect());
  }, [name, definition]);
  if (definition === null) return null;
  const select = (state: string) => {
    const visits = store.byState.value.get(state) ?? [];
    // The one that went wrong is what somebody is after.
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
      <div class="pane-tools">
        <button
          type="button"
          aria-label="Smaller"
          onClick={() => (zoom.value = Math.max(0.3, zoom.value / STEP))}
        >
          −
        </button>
        <button
          type="button"
          aria-label={`${Math.round(zoom.value * 100)}%, back to natural size`}
          onClick={() => (zoom.value = 1)}
        >
          {Math.round(zoom.value * 100)}%
        </button>
        <button
          type="button"
          aria-label="Larger"
          onClick={() => (zoom.value = Math.min(3, zoom.value * STEP))}
        >
          +
        </button>
      </div>
      <div ref={box} class="graph-scroll" tabIndex={0} role="region" aria-label="Graph">
        <Graph
          definition={definition}
          marks={store.marks.value}
          ways={store.ways.value}
          selected={selected?.name ?? null}
          zoom={zoom.value}
          onSelect={select}
        />
      </div>
    </div>
  );
}

/** Scrolls a pane, and not the page, so that a place in it is in its middle, unless it can be seen already. */
function showInside(pane: HTMLElement, place: DOMRect): void {
  const area = pane.getBoundingClientRect();
  if (place.top >= area.top && Math.min(place.bottom, place.top + 60) <= area.bottom) return;
  pane.scrollTop += place.top - area.top - (area.height - Math.min(place.height, area.height)) / 2;
}
