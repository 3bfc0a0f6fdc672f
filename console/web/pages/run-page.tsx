import { useMemo } from 'preact/hooks';
import type { RunUpdate } from '../../api.ts';
import { address } from '../ask.ts';
import { useLive } from '../live.ts';
import { RunHeader } from '../run/run-header.tsx';
import { GraphPane } from '../run/graph-pane.tsx';
import { Inspector } from '../run/inspector.tsx';
import { RunStore } from '../run/run-store.ts';
import { param } from '../place.ts';

/** One run: what failed, the graph, and the state that is looked at. */
export function RunPage({ id }: { readonly id: string }) {
  const store = useMemo(() => new RunStore(), [id]);
  useLive(address('/api/live/run', { id }), (update, isWhole) => store.take(update as RunUpdate, isWhole));
  if (store.head.value === null) return <p class="empty">Loading the run …</p>;
  const chosen = Number(param('visit') ?? 0);
  const visit = store.visit(chosen) ?? store.failed.value ?? null;
  return (
    <section class="page run">
      <RunHeader store={store} />
      <div class="split">
        <GraphPane store={store} selected={visit} />
        <Inspector store={store} visit={visit} />
      </div>
    </section>
  );
}
