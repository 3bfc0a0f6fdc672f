import { useSignal } from '@preact/signals';
import type { RunList } from '../../api/index.ts';
import { address } from '../ask.ts';
import { useLive } from '../live.ts';
import { ImportButton } from '../parts/import-button.tsx';
import { ImportedFiles } from '../parts/imported-files.tsx';
import { Tour, TourButton } from '../parts/tour.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { wordFor } from '../parts/status.tsx';
import { RunStrip } from '../runs/run-strip.tsx';
import { DaysChart } from '../runs/days-chart.tsx';
import { NameFilter } from '../runs/name-filter.tsx';
import { RunTable } from '../runs/run-table.tsx';
import { SelectionButtons } from '../runs/selection.tsx';
import { go, param, withParams } from '../address.ts';
import { session } from '../session.ts';
import { useTitle } from '../use-title.ts';

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'];
const CHARTS = [
  ['runs', 'Last runs'],
  ['days', 'By day'],
] as const;
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
  const name = param('name') ?? '';
  const chart = param('chart') ?? 'runs';
  // Rounded to the minute, so that the address does not change with each render.
  const since = Number.isNaN(period)
    ? (param('within') ?? '')
    : period === 0
      ? 0
      : Math.floor((Date.now() - period) / 60_000) * 60_000;
  useLive(address('/api/live/runs', { status, feed, name, since, limit }), (update) => {
    list.value = update as RunList;
  });
  const mayChange = session.value?.allowChanges === true;
  const selected = useSignal<ReadonlySet<string>>(new Set());
  const isFiltered = name !== '' || status !== '' || feed !== '' || period !== 0;
  return (
    <section class="page">
      <div class="page-head">
        <h1>Runs</h1>
        <span class="spacer" />
        {session.value?.hasStandIn === true && <TourButton />}
        <ImportButton />
        {session.value?.allowChanges === true && (
          <a class="button primary" href="/start">
            Start a run
          </a>
        )}
      </div>
      <Tour at="top" runs={list.value?.runs.length ?? null} />
      <div class="filters" role="group" aria-label="Chart">
        {CHARTS.map(([id, words]) => (
          <a
            key={id}
            class="button"
            href={withParams({ chart: id === 'runs' ? null : id, by: null })}
            aria-current={id === chart ? 'true' : undefined}
          >
            {words}
          </a>
        ))}
      </div>
      {chart === 'days' ? (
        <DaysChart />
      ) : (
        (list.value === null || list.value.runs.length > 0) && <RunStrip runs={list.value?.runs ?? []} />
      )}
      <div class="filters">
        <NameFilter name={name} />
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
        {mayChange && <SelectionButtons runs={list.value?.runs ?? []} selected={selected} />}
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
        <RunTable runs={list.value.runs} selected={mayChange ? selected : null} />
      )}
      {list.value?.more === true && (
        <p>
          <a href={withParams({ limit: Number(limit) + 100 })}>Show more</a>
        </p>
      )}
      <ImportedFiles />
      {!isFiltered && <Tour at="end" runs={list.value?.runs.length ?? null} />}
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
