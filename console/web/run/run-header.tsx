import type { RunHead, RunNumbers } from '../../api/index.ts';
import { address } from '../ask.ts';
import { count, counted, duration, exactWindow, windowText } from '../format.ts';
import { Moment } from '../parts/moment.tsx';
import { Progress, Retrying } from '../parts/progress.tsx';
import { Status } from '../parts/status.tsx';
import { hrefOf } from '../address.ts';
import { now, session } from '../session.ts';
import { RedriveButton } from './redrive-button.tsx';
import { headingOf } from './run-heading.ts';
import type { RunStore } from './run-store.ts';
import { SetAside } from './set-aside.tsx';
import { StopButton } from './stop-button.tsx';

interface RunHeaderProps {
  readonly store: RunStore;
  /** The reason for which a redrive fails in the same way; null if it can help. */
  readonly permanent: string | null;
}

/** Name, status, counts and actions of a run. */
export function RunHeader({ store, permanent }: RunHeaderProps) {
  const head = store.head.value;
  if (head === null) return null;
  const isChild = head.mapRun !== null;
  const heading = headingOf(head, store.visits.value);
  return (
    <header class="run-head">
      {head.mapRun !== null && (
        <p class="trail">
          Child execution of{' '}
          <a href={hrefOf('map-runs', head.mapRun)} title={head.mapRun.split(':').at(-1)}>
            the Map Run
          </a>
        </p>
      )}
      <div class="page-head">
        <h1>
          {heading.titles.map((title, index) => (
            <span key={title}>
              {index > 0 && ', '}
              <bdi>{title}</bdi>
            </span>
          ))}
          {heading.text}
        </h1>
        <Status value={head.status} />
        {head.dryRun && <span class="tag">dry run</span>}
        {head.imported && <span class="tag">imported</span>}
        <span class="spacer" />
        {session.value?.allowChanges === true && !head.imported && !isChild && (
          <>
            {head.running && <StopButton id={head.id} />}
            {!head.running && head.status !== 'SUCCEEDED' && (
              <RedriveButton head={head} isPrimary={permanent === null} />
            )}
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
        {heading.isInstead && <span class="mono">{head.name}</span>}
        <span>
          Started <Moment at={head.startedAt} />
        </span>
        <Lasted head={head} />
        {head.window === null ? (
          head.isOpenWindow && <span>Window open</span>
        ) : (
          <span title={exactWindow(head.window)}>Window {windowText(head.window)} UTC</span>
        )}
        <Feed head={head} />
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
        {head.redriveCount > 0 && <span>{counted(head.redriveCount, 'redrive')}</span>}
      </p>
      {!isChild && (
        <>
          <p class="facts outcome numbers">
            <Numbers store={store} head={head} />
          </p>
          <Titles store={store} head={head} permanent={permanent} />
        </>
      )}
    </header>
  );
}

/** The feed, which a run over the default feed names at its end only. */
function Feed({ head: { feed, window, isOpenWindow } }: { readonly head: RunHead }) {
  const isListed = isOpenWindow || window !== null;
  const known = feed ?? (isListed ? session.value?.defaultFeed : undefined);
  return known === undefined ? null : <span>{known}</span>;
}

/** The time from start to end, and without the time between a failure and its redrive. */
function Lasted({ head }: { readonly head: RunHead }) {
  const end = head.endedAt ?? (head.running ? now.value : null);
  if (end === null) return null;
  const open = head.stretches.findLast(({ to }) => to === null);
  const worked = head.workedMs + (open === undefined ? 0 : Math.max(0, end - open.from));
  return (
    <span>
      Duration {duration(end - head.startedAt)}
      {head.stretches.length > 1 && `, ${duration(worked)} of it at work`}
    </span>
  );
}

/** The counts of the output, or the progress of a run without output. */
function Numbers({ store, head }: { readonly store: RunStore; readonly head: RunHead }) {
  const { numbers, work, dryRun } = head;
  if (numbers === null) {
    const items = store.mapRuns.value.at(-1)?.items;
    return items === undefined ? null : <Progress items={items} work={work} />;
  }
  const { discovered, published, skipped, deferred, rejected, creditsUsed } = numbers;
  return (
    <>
      <span>{count(discovered)} discovered</span>
      <span>{dryRun ? `${count(published)} fetched, none published` : `${count(published)} published`}</span>
      {deferred > 0 && <span class="warn">{count(deferred)} deferred</span>}
      {skipped > 0 && <span>{count(skipped)} skipped</span>}
      {rejected > 0 && <span class="bad">{count(rejected)} rejected</span>}
      <span>{counted(creditsUsed, 'credit')}</span>
    </>
  );
}

interface TitlesProps extends RunHeaderProps {
  readonly head: RunHead;
}

/**
 * The retries of a running run, then its titles without a record, or the reason not to redrive it. It has one place, so
 * that nothing moves at the end.
 */
function Titles({ store, head, permanent }: TitlesProps) {
  const { numbers, work, setAside, running, dryRun } = head;
  const retrying = work?.retrying ?? null;
  if (retrying !== null)
    return (
      <p class="facts outcome">
        <Retrying retrying={retrying} />
      </p>
    );
  if (setAside.length > 0) return <SetAside head={head} />;
  if (!running && numbers === null && !store.sawWork.value && head.status !== 'FAILED') return null;
  const isListing = running && store.mapRuns.value.length === 0;
  return (
    <p class="facts outcome">
      {permanent !== null && `A redrive fails in the same way: ${permanent}`}
      {numbers !== null ? describeWhole(numbers, dryRun) : isListing ? 'The titles are not listed yet.' : ''}
    </p>
  );
}

/** Describes a run without titles set aside. */
function describeWhole({ discovered, published, plan, sweep }: RunNumbers, dryRun: boolean): string {
  if (plan !== null) {
    return `A plan: ${counted(plan.titles, 'title')} to fetch, for at most ${counted(plan.credits, 'credit')}.`;
  }
  if (sweep !== null) return `A sweep: ${sweep}.`;
  if (discovered === 0) return 'Skipped: the window has no new titles.';
  if (published < discovered) return '';
  return dryRun ? 'Every title was fetched.' : 'Every title was published.';
}
