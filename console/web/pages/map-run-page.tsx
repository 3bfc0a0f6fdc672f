import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { ChildRow, MapRunUpdate, MapRunView } from '../../api/index.ts';
import { address, sentence } from '../ask.ts';
import { count, counted, duration } from '../format.ts';
import { useLive } from '../live.ts';
import { CellGrid } from '../map-run/cell-grid.tsx';
import { ChildList } from '../map-run/child-list.tsx';
import { byGravity, coverOf, FILTERS, sumsOf } from '../map-run/child-look.ts';
import { Moment } from '../parts/moment.tsx';
import { Status } from '../parts/status.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { hrefOf, param, withParams } from '../address.ts';
import { now } from '../session.ts';
import { useTitle } from '../use-title.ts';

/** A Map Run: its counts, and its child executions as a grid and as a list. */
export function MapRunPage({ id }: { readonly id: string }) {
  const mapRun = useSignal<MapRunView | null>(null);
  const children = useSignal<readonly ChildRow[]>([]);
  const held = useSignal<number | null>(null);
  const namesProblem = useSignal<string | null>(null);
  const known = useMemo(() => new Map<string, ChildRow>(), [id]);
  useLive(address('/api/live/map-run', { id }), (update, isWhole) => {
    const { mapRun: view, children: rows, held: ofFile, namesProblem: noNames } = update as MapRunUpdate;
    held.value = ofFile;
    namesProblem.value = noNames === null ? null : sentence(noNames);
    if (isWhole) known.clear();
    for (const row of rows) known.set(row.id, row);
    mapRun.value = view;
    children.value = [...known.values()];
  });
  const filter = param('filter') ?? 'all';
  const has = FILTERS.get(filter)?.has;
  const shown = useMemo(
    () => (has === undefined ? children.value : children.value.filter(has)).toSorted(byGravity),
    [children.value, filter],
  );
  const counts = useMemo(
    () => new Map([...FILTERS].map(([name, each]) => [name, children.value.filter(each.has).length])),
    [children.value],
  );
  useTitle(mapRun.value === null ? null : `Map Run of ${mapRun.value.run.split(':').at(-1) ?? ''}`);
  if (mapRun.value === null) return <Waiting what="the Map Run" />;
  const pending = pendingIn(mapRun.value, children.value.length);
  return (
    <section class="page">
      <Head mapRun={mapRun.value} />
      {held.value !== null && (
        <p class="dim">
          From a file with the histories of {count(held.value)} of{' '}
          {counted(mapRun.value.executions.total, 'child execution')}.
        </p>
      )}
      <Counts mapRun={mapRun.value} />
      <Sums children={children.value} />
      {namesProblem.value !== null && (
        <p class="dim">The names of titles are missing. {namesProblem.value}</p>
      )}
      <CellGrid children={children.value} pending={pending} />
      <div class="filters" role="group" aria-label="Filter child executions">
        {[...FILTERS].map(([name, { words, tone }]) => (
          <a
            key={name}
            class="button"
            href={withParams({ filter: name === 'all' ? null : name, child: null })}
            aria-current={name === filter ? 'true' : undefined}
          >
            {tone !== null && <span class={`swatch ${tone}`} aria-hidden="true" />}
            {words} <span class="dim">{count(counts.get(name) ?? 0)}</span>
          </a>
        ))}
        {pending > 0 && (
          <span>
            <span class="swatch pending" aria-hidden="true" />
            Not started <span class="dim">{count(pending)}</span>
          </span>
        )}
        <span class="hint">
          Click a name to open it, or select a row with the arrow keys and press Enter.
        </span>
      </div>
      <ChildList children={shown} />
    </section>
  );
}

/** Returns the number of child executions that are not started yet. */
function pendingIn({ executions }: MapRunView, started: number): number {
  return Math.max(0, Math.min(executions.pending, executions.total - started));
}

/** The sums over the titles of the children, and how many of them were read. */
function Sums({ children }: { readonly children: readonly ChildRow[] }) {
  const sums = useMemo(() => sumsOf(children), [children]);
  const { read, published, skipped, deferred, rejected, left, creditsUsed } = sums;
  // The line has its place from the start, so that nothing moves.
  if (read === 0)
    return <p class="dim">{children.length === 0 ? 'No child execution so far.' : 'Reading the titles …'}</p>;
  return (
    <p class="facts" role="group" aria-label="Titles and credits of the child executions">
      <span>{count(published)} published</span>
      <span class={deferred > 0 ? 'warn' : ''}>{count(deferred)} deferred</span>
      <span>{count(skipped)} skipped</span>
      <span class={rejected > 0 ? 'bad' : ''}>{count(rejected)} rejected</span>
      {left > 0 && <span>{count(left)} left a service</span>}
      <span>{counted(creditsUsed, 'credit')}</span>
      <span class="dim">{coverOf(sums, children.length)}</span>
    </p>
  );
}

function Head({ mapRun }: { readonly mapRun: MapRunView }) {
  const end = mapRun.endedAt ?? now.value;
  return (
    <header>
      <p class="trail">
        Part of <a href={hrefOf('runs', mapRun.run)}>{mapRun.run.split(':').at(-1)}</a>
      </p>
      <div class="page-head">
        <h1>Map Run</h1>
        <Status value={mapRun.status} />
      </div>
      <p class="facts">
        <span>
          Started <Moment at={mapRun.startedAt} />
        </span>
        <span>Duration {duration(end - mapRun.startedAt)}</span>
        <span>
          {mapRun.maxConcurrency === 0
            ? 'No concurrency limit'
            : `Concurrency limit ${count(mapRun.maxConcurrency)}`}
        </span>
        <span>Tolerated failure threshold {mapRun.toleratedFailurePercentage}%</span>
        {mapRun.redriveCount > 0 && <span>{counted(mapRun.redriveCount, 'redrive')}</span>}
      </p>
    </header>
  );
}

function Counts({ mapRun: { items, executions } }: { readonly mapRun: MapRunView }) {
  const kinds = ['total', 'succeeded', 'failed', 'running', 'pending', 'aborted'] as const;
  // A narrow window has no room for kinds of which there are none.
  const none = (kind: (typeof kinds)[number]) => (items[kind] + executions[kind] === 0 ? 'none' : '');
  return (
    <div class="scroll" role="region" aria-label="Items and executions by status" tabIndex={0}>
      <table class="rows counts">
        <thead>
          <tr>
            <td />
            {kinds.map((kind) => (
              <th key={kind} class={`number ${none(kind)}`}>
                {kind[0]?.toUpperCase()}
                {kind.slice(1)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(
            [
              ['Items', items],
              ['Executions', executions],
            ] as const
          ).map(([label, counts]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {kinds.map((kind) => (
                <td
                  key={kind}
                  class={`number ${kind === 'failed' && counts[kind] > 0 ? 'bad' : ''} ${none(kind)}`}
                >
                  {count(counts[kind])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
