import { useMemo } from 'preact/hooks';
import type { RunMessage, VisitRow } from '../../api/index.ts';
import { address } from '../ask.ts';
import { count, counted } from '../format.ts';
import { useLive } from '../live.ts';
import { Split } from '../parts/split.tsx';
import { wordFor } from '../parts/status.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { hrefOf, param } from '../address.ts';
import { Events } from '../run/events.tsx';
import { Failure } from '../run/failure.tsx';
import { GraphPane } from '../run/graph-pane.tsx';
import { Inspector } from '../run/inspector.tsx';
import { headingOf } from '../run/run-heading.ts';
import { RunHeader } from '../run/run-header.tsx';
import { RunStore } from '../run/run-store.ts';
import { Timeline } from '../run/timeline.tsx';
import { useFailure } from '../run/use-failure.ts';
import { useTitle } from '../use-title.ts';

const VIEWS = [
  ['timeline', 'Timeline'],
  ['events', 'Events'],
] as const;

/** One run: its failure, its graph beside the selected state, and its timeline or events. */
export function RunPage({ id }: { readonly id: string }) {
  const store = useMemo(() => new RunStore(), [id]);
  useLive(address('/api/live/run', { id }), (update, isWhole) => store.take(update as RunMessage, isWhole));
  const { value: head } = store.head;
  const failure = useFailure(store);
  const heading = head === null ? null : headingOf(head, store.visits.value);
  useTitle(heading === null ? null : `${heading.titles.join(', ')}${heading.text}`);
  if (head === null) return <Waiting what="the run" />;
  const visit = chosenVisit(store);
  // A failure that appears while somebody looks is shown below everything else, in sight, so that nothing moves.
  const isLate = store.sawWork.value;
  const view = param('view') ?? (param('event') === null ? 'timeline' : 'events');
  return (
    <section class="page run">
      <RunHeader store={store} permanent={failure?.value?.permanent ?? null} />
      {!isLate && <Failure store={store} failure={failure} />}
      <Split
        left={<GraphPane store={store} selected={visit} />}
        right={<Inspector store={store} visit={visit} />}
      />
      <MapRuns store={store} />
      <Tabs label="Views of the history" param="view" current={view} tabs={VIEWS} />
      {view === 'events' ? <Events store={store} /> : <Timeline store={store} />}
      {isLate && (
        <div class="late">
          <Failure store={store} failure={failure} />
        </div>
      )}
    </section>
  );
}

/**
 * Returns the visit in the address, or one of the state in the address, which may have been chosen before it was entered;
 * else the deepest failed visit.
 */
function chosenVisit(store: RunStore): VisitRow | null {
  const id = param('visit');
  if (id !== null) return store.visit(Number(id)) ?? null;
  const state = param('state') ?? param('failed');
  if (state === null) return store.failed.value;
  const visits = store.byState.value.get(state) ?? [];
  return (
    visits.find(({ status }) => status === 'failed') ??
    visits.find(({ error }) => error !== null) ??
    visits.at(-1) ??
    null
  );
}

/** The Map Runs of a run. Their line has its place before they start. */
function MapRuns({ store }: { readonly store: RunStore }) {
  const mapRuns = store.mapRuns.value;
  if (store.head.value?.mapRun !== null) return null;
  return (
    <p class="facts outcome">
      {mapRuns.map(({ id, items, executions, status }) => (
        <span key={id}>
          <a href={hrefOf('map-runs', id)}>Map Run</a> {wordFor(status).toLowerCase()}:{' '}
          {count(items.succeeded)} of {counted(items.total, 'item')}, {count(executions.succeeded)} of{' '}
          {counted(executions.total, 'child', 'children')} succeeded
          {items.failed > 0 && <span class="bad">, {counted(items.failed, 'item')} failed</span>}
        </span>
      ))}
    </p>
  );
}
