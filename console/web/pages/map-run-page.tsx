import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { ChildRow, MapRunUpdate, MapRunView } from '../../api/index.ts';
import { address } from '../ask.ts';
import { count, counted, duration, moment, utc } from '../format.ts';
import { useLive } from '../live.ts';
import { CellGrid } from '../parts/cell-grid.tsx';
import { Moment } from '../parts/moment.tsx';
import { Status } from '../parts/status.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import { go, hrefOf, param, withParams } from '../address.ts';
import { now } from '../session.ts';
import { useTitle } from '../use-title.ts';

const ROW = 28;
const HEIGHT = 460;

/** The order of the list: failed first, then running, then the others. */
const ORDER = ['FAILED', 'TIMED_OUT', 'RETRYING', 'RUNNING', 'PENDING_REDRIVE', 'ABORTED', 'SUCCEEDED'];
const FILTERS: Readonly<Record<string, (child: ChildRow) => boolean>> = {
  all: () => true,
  failed: ({ status }) => status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED',
  running: ({ status }) => status === 'RUNNING',
  retrying: ({ retrying }) => retrying,
  succeeded: ({ status }) => status === 'SUCCEEDED',
};
const FILTER_WORDS: Readonly<Record<string, string>> = {
  all: 'All',
  failed: 'Failed or aborted',
  running: 'Running',
  retrying: 'Retrying now',
  succeeded: 'Succeeded',
};

/** The colours of the cells. The filters are also their legend. */
const FILTER_TONES: Readonly<Record<string, string>> = {
  failed: 'bad',
  running: 'busy',
  retrying: 'wait',
  succeeded: 'good',
};

/** A Map Run: its counts, and its child executions as a grid and as a list. */
export function MapRunPage({ id }: { readonly id: string }) {
  const mapRun = useSignal<MapRunView | null>(null);
  const children = useSignal<readonly ChildRow[]>([]);
  const held = useSignal<number | null>(null);
  const known = useMemo(() => new Map<string, ChildRow>(), [id]);
  useLive(address('/api/live/map-run', { id }), (update, isWhole) => {
    const { mapRun: view, children: rows, held: ofFile } = update as MapRunUpdate;
    held.value = ofFile;
    if (isWhole) known.clear();
    for (const row of rows) known.set(row.id, row);
    mapRun.value = view;
    children.value = [...known.values()];
  });
  const filter = param('filter') ?? 'all';
  const shown = useMemo(
    () => children.value.filter(FILTERS[filter] ?? (() => true)).toSorted(byGravity),
    [children.value, filter],
  );
  useTitle(mapRun.value === null ? null : `Map Run of ${mapRun.value.run.split(':').at(-1) ?? ''}`);
  if (mapRun.value === null) return <Waiting what="the Map Run" />;
  const open = (child: ChildRow | undefined) => {
    if (child !== undefined) go(hrefOf('runs', child.id));
  };
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
      <CellGrid children={children.value} onOpen={open} />
      <div class="filters" role="group" aria-label="Filter child executions">
        {Object.entries(FILTER_WORDS).map(([name, words]) => (
          <a
            key={name}
            class="button"
            href={withParams({ filter: name === 'all' ? null : name, child: null })}
            aria-current={name === filter ? 'true' : undefined}
          >
            {FILTER_TONES[name] !== undefined && (
              <span class={`swatch ${FILTER_TONES[name]}`} aria-hidden="true" />
            )}
            {words}{' '}
            <span class="dim">{count(children.value.filter(FILTERS[name] ?? (() => false)).length)}</span>
          </a>
        ))}
        <span class="hint">
          Click a name to open it, or select a row with the arrow keys and press Enter.
        </span>
      </div>
      <ChildList children={shown} onOpen={open} />
    </section>
  );
}

function byGravity(a: ChildRow, b: ChildRow): number {
  const order = ({ status, retrying }: ChildRow) => ORDER.indexOf(retrying ? 'RETRYING' : status);
  return order(a) - order(b) || a.startedAt - b.startedAt;
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
  return (
    <div class="scroll" role="region" aria-label="Items and executions by status" tabIndex={0}>
      <table class="rows counts">
        <thead>
          <tr>
            <td />
            {kinds.map((kind) => (
              <th key={kind} class="number">
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
                <td key={kind} class={`number ${kind === 'failed' && counts[kind] > 0 ? 'bad' : ''}`}>
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

function ChildList({
  children,
  onOpen,
}: {
  readonly children: readonly ChildRow[];
  readonly onOpen: (child: ChildRow | undefined) => void;
}) {
  const selected = useSignal(-1);
  if (children.length === 0) return <p class="empty">No child execution matches.</p>;
  return (
    <div onKeyDown={({ key }) => key === 'Enter' && onOpen(children[selected.value])}>
      <VirtualList
        columns="child-row"
        head={
          <>
            <span>Status</span>
            <span>Child execution</span>
            <span class="number">Items</span>
            <span>Started</span>
            <span class="number">Duration</span>
            <span class="number">Redrives</span>
          </>
        }
        count={children.length}
        rowHeight={ROW}
        height={HEIGHT}
        label="Children"
        selected={selected.value}
        onSelect={(index) => {
          // A second click opens the selected row.
          if (index === selected.value) onOpen(children[index]);
          selected.value = index;
        }}
        row={(index) => {
          const child = children[index];
          return child === undefined ? null : <Row child={child} onOpen={onOpen} />;
        }}
      />
    </div>
  );
}

function Row({ child, onOpen }: { readonly child: ChildRow; readonly onOpen: (child: ChildRow) => void }) {
  const { id, status, retrying, startedAt, endedAt, items, redriveCount } = child;
  return (
    <div class="child-row" onDblClick={() => onOpen(child)}>
      <Status value={retrying ? 'RETRYING' : status} />
      <span class="mono child-name" onClick={() => onOpen(child)}>
        {id.split(':').at(-1)}
      </span>
      <span class="number">{count(items)}</span>
      <span title={utc(startedAt)}>{moment(startedAt)}</span>
      <span class="number">{endedAt === null ? '' : duration(endedAt - startedAt)}</span>
      <span class={`number ${redriveCount === 0 ? 'dim' : ''}`}>{count(redriveCount)}</span>
    </div>
  );
}
