import type { FailureView } from '../../api/index.ts';
import { count, counted } from '../format.ts';
import { hrefOf } from '../address.ts';
import { departuresText } from '../parts/progress-text.ts';
import type { Answer } from '../use-answer.ts';
import { RedriverNote } from './redriver-note.tsx';
import type { RunStore } from './run-store.ts';

const NAMED_TITLES = 8;

interface FailureProps {
  readonly store: RunStore;
  /** Null for a run that has not failed. */
  readonly failure: Answer<FailureView> | null;
}

/** The root causes of a failed run with the advice of the runbook. */
export function Failure({ store, failure }: FailureProps) {
  const head = store.head.value;
  if (head === null || failure === null) return null;
  const { value, problem } = failure;
  if (problem !== null) return <p class="error">{problem}</p>;
  // Reserves the usual height, so that nothing below moves when the cause is found.
  const room = `failure ${store.mapRuns.value.length > 0 ? 'of-children' : ''}`;
  if (STOPS.has(head.status)) return <Stopped store={store} stop={value?.stop ?? null} />;
  if (value === null) {
    return (
      <section class={room} aria-label="Failure" aria-busy="true">
        <p>
          <strong class="bad">{head.error ?? head.status}</strong>
        </p>
        <p class="message">{head.message}</p>
        <p>Looking for the cause …</p>
      </section>
    );
  }
  const roots = rootsOf(value);
  return (
    <section class={room} aria-label="Cause of the failure">
      {roots.map((root) => (
        <Root key={`${root.run} ${root.error}`} root={root} own={head.id} isTold={value.permanent !== null} />
      ))}
      <Others store={store} />
      <RedriverNote head={head} />
    </section>
  );
}

/** The statuses of a run that somebody stopped, or whose process ended. Nothing has failed then. */
const STOPS = new Set(['ABORTED', 'INTERRUPTED']);

/** Who or what stopped a run, and what a redrive does. */
function Stopped({ store, stop }: { readonly store: RunStore; readonly stop: string | null }) {
  const items = store.mapRuns.value.at(-1)?.items;
  return (
    <section class="failure stopped" aria-label="End of the run" aria-busy={stop === null}>
      <p>
        <strong>This run {stop === null ? 'was stopped' : withoutTicks(stop)}.</strong>{' '}
        {items === undefined
          ? 'A redrive resumes it where it stopped.'
          : `A redrive fetches the ${counted(items.total - items.succeeded, 'title')} that ${items.total - items.succeeded === 1 ? 'is' : 'are'} left.`}{' '}
        Published events stay on the stream.
      </p>
    </section>
  );
}

/** Removes the ticks around a command. */
function withoutTicks(text: string): string {
  return text.replaceAll('`', '');
}

function rootsOf(node: FailureView): readonly FailureView[] {
  return node.causes.length === 0 ? [node] : node.causes.flatMap(rootsOf);
}

interface RootProps {
  readonly root: FailureView;
  /** The id of the run whose page it is. */
  readonly own: string;
  /** True if the head of the page says that a redrive fails in the same way. */
  readonly isTold: boolean;
}

function Root({ root, own, isTold }: RootProps) {
  const { run, state, error, message, attempt, titleIds, count: alike, advice } = root;
  const where =
    state === null ? hrefOf('runs', run) : `${hrefOf('runs', run)}?failed=${encodeURIComponent(state)}`;
  return (
    <div class="root">
      <p>
        <strong class="bad">{error}</strong>
        {state !== null && <> in {state}</>}
        {attempt > 0 && <>, attempt {attempt}</>}
        {alike > 1 && <span class="dim">, and {count(alike - 1)} more like it</span>}
        {run !== own && (
          <a class="button" href={where}>
            Open the failed attempt
          </a>
        )}
      </p>
      <p class="message">{message}</p>
      {titleIds.length > 0 && (
        <p>
          {titleIds.length === 1 ? 'Title' : 'Titles'}{' '}
          {titleIds.slice(0, NAMED_TITLES).map((id, index) => (
            <span key={id}>
              {index > 0 && ', '}
              <a href={hrefOf('titles', String(id))}>{id}</a>
            </span>
          ))}
          {titleIds.length > NAMED_TITLES && ` and ${titleIds.length - NAMED_TITLES} more`}
        </p>
      )}
      {advice !== null && (
        <p class="advice">
          {advice.summary} <strong>{advice.remedy}</strong>
          {!advice.redriveHelps && !isTold && ' A redrive alone fails in the same way.'}
        </p>
      )}
    </div>
  );
}

/** The part of the run that succeeded. */
function Others({ store }: { readonly store: RunStore }) {
  const mapRun = store.mapRuns.value.at(-1);
  if (mapRun === undefined) return null;
  const { total, succeeded } = mapRun.items;
  const titles = `${counted(total, 'title')}${departuresText(mapRun.items)}`;
  return (
    <p class="dim">
      {count(succeeded)} of {titles} succeeded and are not repeated by a redrive.{' '}
      <a href={hrefOf('map-runs', mapRun.id)}>Open the Map Run</a>
    </p>
  );
}
