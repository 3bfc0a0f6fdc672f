import { useSignal } from '@preact/signals';
import type { RunList, RunRow } from '../../api/index.ts';
import { address } from '../ask.ts';
import { count, counted, duration, exactWindow, windowText } from '../format.ts';
import { useLive } from '../live.ts';
import { Ago } from '../parts/moment.tsx';
import { ImportButton } from '../parts/import-button.tsx';
import { ImportedFiles } from '../parts/imported-files.tsx';
import { Tour } from '../parts/tour.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { RunStrip } from '../parts/run-strip.tsx';
import { Retrying, ShortProgress } from '../parts/progress.tsx';
import { Status, wordFor } from '../parts/status.tsx';
import { go, hrefOf, param, withParams } from '../address.ts';
import { now, session } from '../session.ts';
import { useTitle } from '../use-title.ts';

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'];
const PERIODS: readonly (readonly [label: string, milliseconds: number])[] = [
  ['an hour', 3_600_000],
  ['a day', 86_400_000],
  ['a week', 604_800_000],
  ['a month', 2_592_000_000],
];

/** All runs, the newest first. */
export function RunsPage() {
  useTitle('Runs');
  const list = useSignal<RunList | null>(null);
  const status = param('status') ?? '';
  const feed = param('feed') ?? '';
  const period = Number(param('within') ?? 0);
  const limit = param('limit') ?? '30';
  // Rounded to the minute, so that the address does not change with each render.
  const since = Number.isNaN(period)
    ? (param('within') ?? '')
    : period === 0
      ? 0
      : Math.floor((Date.now() - period) / 60_000) * 60_000;
  useLive(address('/api/live/runs', { status, feed, since, limit }), (update) => {
    list.value = update as RunList;
  });
  const isFiltered = status !== '' || feed !== '' || period !== 0;
  return (
    <section class="page">
      <div class="page-head">
        <h1>Runs</h1>
        <span class="spacer" />
        <ImportButton />
        {session.value?.allowChanges === true && (
          <a class="button primary" href="/start">
            Start a run
          </a>
        )}
      </div>
      {session.value?.hasStandIn === true && <Tour />}
      {(list.value === null || list.value.runs.length > 0) && <RunStrip runs={list.value?.runs ?? []} />}
      <div class="filters">
        <Choice
          label="Status"
          name="status"
          value={status}
          all="any status"
          options={STATUSES.map((each) => [each, wordFor(each)])}
        />
        <Choice
          label="Feed"
          name="feed"
          value={feed}
          all="any feed"
          options={(session.value?.feeds ?? []).map((each) => [each, each])}
        />
        <Choice
          label="Started within"
          name="within"
          value={period === 0 ? '' : String(period)}
          all="any time"
          options={PERIODS.map(([label, ms]) => [String(ms), label])}
        />
      </div>
      {list.value === null ? (
        <Waiting what="the runs" isPart />
      ) : list.value.runs.length === 0 ? (
        <p class="empty">
          {isFiltered ? 'No run matches. ' : 'There are no runs yet. '}
          {isFiltered ? (
            <a href="/runs">Show all runs</a>
          ) : (
            session.value?.allowChanges === true && <a href="/start">Start one</a>
          )}
        </p>
      ) : (
        <RunTable runs={list.value.runs} />
      )}
      {list.value?.more === true && (
        <p>
          <a href={withParams({ limit: Number(limit) + 100 })}>Show more</a>
        </p>
      )}
      <ImportedFiles />
    </section>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly all: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}

function Choice({ label, name, value, all, options }: ChoiceProps) {
  return (
    <label>
      {label}{' '}
      <select value={value} onChange={(event) => go(withParams({ [name]: event.currentTarget.value }))}>
        <option value="">{all}</option>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function RunTable({ runs }: { readonly runs: readonly RunRow[] }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Runs">
      <table class="rows runs">
        <thead>
          <tr>
            <th>Status</th>
            <th>Run</th>
            <th>Started</th>
            <th class="number">Duration</th>
            <th>Window (UTC)</th>
            <th class="number">Discovered</th>
            <th class="number count">Published</th>
            <th class="number count">Skipped</th>
            <th class="number count">Deferred</th>
            <th class="number count">Rejected</th>
            <th class="number count">Credits</th>
            <th class="number">Redrives</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunLine key={run.id} run={run} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RunLine({ run }: { readonly run: RunRow }) {
  const { numbers, progress } = run;
  const runs = run.status === 'RUNNING';
  const end = run.endedAt ?? (runs ? now.value : null);
  return (
    <tr>
      <td>
        <Status value={run.status} />
      </td>
      <td class="nowrap">
        <a class="row-link" href={hrefOf('runs', run.id)} title={run.name}>
          {run.name}
        </a>
        {run.dryRun && <span class="tag">dry run</span>}
        {numbers?.discovered === 0 && <span class="tag">no new titles</span>}
      </td>
      <td class="nowrap">
        <Ago at={run.startedAt} />
      </td>
      <td class="number">{end === null ? '–' : duration(end - run.startedAt)}</td>
      <td class="nowrap">
        {run.window === null ? (
          <span class="dim">
            {run.isOpenWindow ? 'open' : run.titles === null ? '–' : counted(run.titles, 'title')}
          </span>
        ) : (
          <span title={exactWindow(run.window)}>{windowText(run.window)}</span>
        )}
        {run.feed !== null && run.feed !== session.value?.defaultFeed && <span class="tag">{run.feed}</span>}
      </td>
      <Count value={numbers?.discovered ?? progress?.total} />
      {numbers === null ? (
        <td colSpan={5} class="unfinished">
          <Unfinished run={run} />
        </td>
      ) : (
        <>
          <Count value={run.dryRun ? undefined : numbers.published} />
          <Count value={numbers.skipped} />
          <Count value={numbers.deferred} tone="warn" />
          <Count value={numbers.rejected} tone="bad" />
          <Count value={numbers.creditsUsed} />
        </>
      )}
      <Count value={run.redriveCount} />
    </tr>
  );
}

/** The progress of a run without a summary. */
function Unfinished({ run: { progress, work } }: { readonly run: RunRow }) {
  const retrying = work?.retrying ?? null;
  return (
    <div>
      {progress !== null && <ShortProgress items={progress} work={work} />}
      {retrying !== null && <Retrying retrying={retrying} />}
    </div>
  );
}

/** A count of a run. A zero is dimmed. */
function Count({ value, tone = '' }: { readonly value: number | undefined; readonly tone?: string }) {
  return (
    <td class={`number ${(value ?? 0) === 0 ? 'dim' : tone}`}>{value === undefined ? '–' : count(value)}</td>
  );
}
