import type { RunHead } from '../../api/index.ts';
import { address } from '../ask.ts';
import { count, counted, duration, exactWindow, windowText } from '../format.ts';
import { Moment } from '../parts/moment.tsx';
import { Status } from '../parts/status.tsx';
import { hrefOf } from '../address.ts';
import { now, session } from '../session.ts';
import { RedriveButton } from './redrive-button.tsx';
import type { RunStore } from './run-store.ts';
import { SetAside } from './set-aside.tsx';
import { StopButton } from './stop-button.tsx';

/** Name, status, counts and actions of a run. */
export function RunHeader({ store }: { readonly store: RunStore }) {
  const head = store.head.value;
  if (head === null) return null;
  const isChild = head.mapRun !== null;
  return (
    <header class="run-head">
      {head.mapRun !== null && (
        <p class="trail">
          Child execution of{' '}
          <a href={hrefOf('map-runs', head.mapRun)}>Map Run {head.mapRun.split(':').at(-1)}</a>
        </p>
      )}
      <div class="page-head">
        <h1>{head.name}</h1>
        <Status value={head.status} />
        {head.imported && <span class="tag">imported</span>}
        <span class="spacer" />
        {session.value?.allowChanges === true && !head.imported && !isChild && (
          <>
            {head.running && <StopButton id={head.id} />}
            {!head.running && head.status !== 'SUCCEEDED' && <RedriveButton head={head} />}
            <a class="button" href={`/start?like=${encodeURIComponent(head.id)}`}>
              Start with this input
            </a>
          </>
        )}
        {!isChild && (
          <a class="button" href={`/compare?a=${encodeURIComponent(head.id)}`}>
            Compare
          </a>
        )}
        {!head.imported && (
          <a class="button" href={address('/api/export', { id: head.id })} download>
            Export
          </a>
        )}
      </div>
      <p class="facts">
        <span>
          Started <Moment at={head.startedAt} />
        </span>
        <Lasted head={head} />
        {head.window !== null && (
          <span title={exactWindow(head.window)}>Window {windowText(head.window)} UTC</span>
        )}
        {head.feed !== null && <span>{head.feed}</span>}
        {head.waitsFor !== null && (
          <span>
            Waits for <a href={hrefOf('runs', head.waitsFor)}>{head.waitsFor.split(':').at(-1)}</a>, which has
            claimed the open window
          </span>
        )}
        {head.correctedWatermark !== null && (
          <span class="warn">
            Watermark corrected from {head.correctedWatermark.from} to {head.correctedWatermark.to}
          </span>
        )}
        <Numbers store={store} head={head} />
        {head.redriveCount > 0 && <span>{counted(head.redriveCount, 'redrive')}</span>}
      </p>
      <SetAside head={head} />
    </header>
  );
}

function Lasted({ head }: { readonly head: RunHead }) {
  const end = head.endedAt ?? (head.running ? now.value : null);
  return end === null ? null : <span>Duration {duration(end - head.startedAt)}</span>;
}

/** The counts of the output, or the progress of a run without output. */
function Numbers({ store, head: { numbers } }: { readonly store: RunStore; readonly head: RunHead }) {
  if (numbers === null) {
    const items = store.mapRuns.value.at(-1)?.items;
    return items === undefined ? null : (
      <span>
        {count(items.succeeded)} of {counted(items.total, 'title')} processed
      </span>
    );
  }
  const { discovered, published, skipped, deferred, rejected, creditsUsed } = numbers;
  return (
    <>
      <span>{count(discovered)} discovered</span>
      <span>{count(published)} published</span>
      {deferred > 0 && <span class="warn">{count(deferred)} deferred</span>}
      {skipped > 0 && <span>{count(skipped)} skipped</span>}
      {rejected > 0 && <span class="bad">{count(rejected)} rejected</span>}
      <span>{counted(creditsUsed, 'credit')}</span>
    </>
  );
}
