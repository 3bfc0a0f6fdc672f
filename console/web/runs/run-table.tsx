import type { Signal } from '@preact/signals';
import type { RunRow } from '../../api/index.ts';
import { count, counted, duration, exactWindow, windowText } from '../format.ts';
import { hrefOf } from '../address.ts';
import { Ago } from '../parts/moment.tsx';
import { Retrying, ShortProgress } from '../parts/progress.tsx';
import { RunName } from '../parts/run-name.tsx';
import { Status } from '../parts/status.tsx';
import { now, session } from '../session.ts';

interface RunTableProps {
  readonly runs: readonly RunRow[];
  /** The ids of the selected runs; null if the pages may make no changes. */
  readonly selected: Signal<ReadonlySet<string>> | null;
}

/** The list of runs. A narrow window shows each run as a card. */
export function RunTable({ runs, selected }: RunTableProps) {
  const all = runs.length > 0 && runs.every(({ id }) => selected?.value.has(id) === true);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Runs">
      <table class="rows runs">
        <thead>
          <tr>
            {selected !== null && (
              <th class="select">
                <input
                  type="checkbox"
                  aria-label="Select all runs"
                  checked={all}
                  onChange={() => (selected.value = new Set(all ? [] : runs.map(({ id }) => id)))}
                />
              </th>
            )}
            <th>Status</th>
            <th class="run">Run</th>
            <th>Started</th>
            <th class="number">Duration</th>
            <th class="window">Window (UTC)</th>
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
            <RunLine key={run.id} run={run} selected={selected} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RunLineProps extends Pick<RunTableProps, 'selected'> {
  readonly run: RunRow;
}

function RunLine({ run, selected }: RunLineProps) {
  const { numbers, discovered } = run;
  const runs = run.status === 'RUNNING';
  const end = run.endedAt ?? (runs ? now.value : null);
  return (
    <tr>
      {selected !== null && (
        <td class="select">
          <input
            type="checkbox"
            aria-label={`Select ${run.name}`}
            checked={selected.value.has(run.id)}
            onChange={({ currentTarget: { checked } }) => {
              const others = [...selected.value].filter((id) => id !== run.id);
              selected.value = new Set(checked ? [...others, run.id] : others);
            }}
          />
        </td>
      )}
      <td>
        <Status value={run.status} />
      </td>
      <td class="run">
        <div>
          <a class="row-link" href={hrefOf('runs', run.id)} aria-label={run.name}>
            <RunName name={run.name} />
          </a>
          {run.dryRun && <span class="tag">dry run</span>}
          {numbers !== null && numbers.plan !== null && <span class="tag">plan</span>}
          {numbers?.discovered === 0 && numbers.plan === null && <span class="tag">no new titles</span>}
        </div>
      </td>
      <td class="nowrap">
        <Ago at={run.startedAt} />
      </td>
      <td class="number" data-label="in">
        {end === null ? '–' : duration(end - run.startedAt)}
      </td>
      <td class="window nowrap" data-label={run.titles === null ? 'Window' : undefined}>
        {run.window === null ? (
          <span class="dim">
            {run.isOpenWindow ? 'open' : run.titles === null ? '–' : counted(run.titles, 'title')}
          </span>
        ) : (
          <span title={exactWindow(run.window)}>
            {windowText(run.window, new Date(now.value).getUTCFullYear())}
          </span>
        )}
        {run.feed !== null && run.feed !== session.value?.defaultFeed && <span class="tag">{run.feed}</span>}
      </td>
      <Count label="Discovered" value={discovered ?? undefined} />
      {numbers === null ? (
        <td colSpan={5} class="unfinished">
          <Unfinished run={run} />
        </td>
      ) : (
        <>
          <Count label="Published" value={run.dryRun ? undefined : numbers.published} />
          <Count label="Skipped" value={numbers.skipped} />
          <Count label="Deferred" value={numbers.deferred} tone="warn" />
          <Count label="Rejected" value={numbers.rejected} tone="bad" />
          <Count label="Credits" value={numbers.creditsUsed} />
        </>
      )}
      <Count label="Redrives" value={run.redriveCount} />
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

interface CountProps {
  /** The head of the column, which a card repeats. */
  readonly label: string;
  readonly value: number | undefined;
  readonly tone?: string;
}

/** A count of a run. A zero is dimmed. */
function Count({ label, value, tone = '' }: CountProps) {
  return (
    <td class={`number ${(value ?? 0) === 0 ? 'dim' : tone}`} data-label={label}>
      {value === undefined ? '–' : count(value)}
    </td>
  );
}
