import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { StreamEventView, StreamRow, StreamUpdate } from '../../api/index.ts';
import { address } from '../ask.ts';
import { count, counted, moment, utc } from '../format.ts';
import { problem, useLive } from '../live.ts';
import { FilterBox, wantedText } from '../parts/filter-box.tsx';
import { JsonTree } from '../parts/json-tree.tsx';
import { TitleName } from '../parts/title-name.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import { go, hrefOf, search } from '../address.ts';
import { session } from '../session.ts';
import { useAnswer } from '../use-answer.ts';
import { useTitle } from '../use-title.ts';

const ROW = 28;
const HEIGHT = 480;

/** The events on the stream, the newest first, and one event in full. */
export function StreamPage({ id }: { readonly id: string | undefined }) {
  useTitle('Stream');
  /** The oldest first. */
  const events = useSignal<readonly StreamRow[]>([]);
  const told = useSignal<Omit<StreamUpdate, 'events'> | null>(null);
  const shard = useSignal('');
  useLive('/api/live/stream', (update, isWhole) => {
    const { events: fresh, ...others } = update as StreamUpdate;
    const all = isWhole || others.isWhole ? fresh : [...events.value, ...fresh];
    // Shards are read in parallel, so that new events may be older than known ones.
    events.value = all.toSorted((a, b) => a.at - b.at).slice(Math.max(0, all.length - others.kept));
    told.value = others;
  });
  const shards = useMemo(() => [...new Set(events.value.map((event) => event.shard))].sort(), [events.value]);
  const words = wantedText();
  const shown = useMemo(
    () =>
      events.value
        .filter((event) => (shard.value === '' || event.shard === shard.value) && isLike(event, words))
        .toReversed(),
    [events.value, words, shard.value],
  );
  // The newest row of an id has the current number of its copies.
  const copies = useMemo(
    () => new Map(events.value.map((event) => [event.id, event.copies])),
    [events.value],
  );
  const ids = copies.size;
  // An event without a record has no name. An earlier event of the title may have it.
  const names = useMemo(() => namesIn(events.value), [events.value]);
  return (
    <section class="page">
      <div class="page-head">
        <h1>{session.value?.stream}</h1>
        <span class="dim">
          {counted(events.value.length, 'event')}, {counted(ids, 'distinct id')}
        </span>
      </div>
      <div class="filters">
        <FilterBox label="Filter events of the stream" placeholder="Filter by name or id" />
        <label>
          Shard{' '}
          <select value={shard.value} onChange={(event) => (shard.value = event.currentTarget.value)}>
            <option value="">All</option>
            {shards.map((each) => (
              <option key={each} value={each}>
                {each} ({count(events.value.filter((event) => event.shard === each).length)})
              </option>
            ))}
          </select>
        </label>
        {told.value !== null && told.value.omitted > 0 && (
          <span>{count(told.value.omitted)} older events dropped</span>
        )}
      </div>
      {events.value.length === 0 && problem.value !== null ? (
        <p class="empty">The stream was not read.</p>
      ) : told.value === null || (events.value.length === 0 && !told.value.isRead) ? (
        <p class="empty">Reading the stream …</p>
      ) : shown.length === 0 ? (
        <p class="empty">
          {events.value.length === 0
            ? 'The stream is empty. Events appear here when a run publishes them.'
            : 'No event matches.'}
        </p>
      ) : (
        <VirtualList
          columns="stream-row"
          head={
            <>
              <span>Time</span>
              <span>Event</span>
              <span class="number">Title id</span>
              <span>Title</span>
              <span>Shard</span>
              <span>Event id</span>
              <span>Published</span>
            </>
          }
          count={shown.length}
          rowHeight={ROW}
          height={HEIGHT}
          label="Events of the stream"
          selected={shown.findIndex((event) => event.id === id)}
          onSelect={(index) =>
            go(`${hrefOf('stream', shown[index]?.id ?? '')}${search.value}`, { replace: id !== undefined })
          }
          row={(index) => {
            const event = shown[index];
            return event === undefined ? null : (
              <Row event={event} name={nameOf(event, names)} copies={copies.get(event.id) ?? 1} />
            );
          }}
        />
      )}
      {told.value?.faults.map((fault) => (
        <p key={fault} class="error">
          {fault}
        </p>
      ))}
      {id !== undefined && <OneEvent id={id} mark={ids} names={names} />}
    </section>
  );
}

/** The names of titles. */
type Names = ReadonlyMap<number | null, string>;

/** Returns the newest name of each title. */
function namesIn(events: readonly StreamRow[]): Names {
  return new Map(events.flatMap(({ titleId, title }) => (title === null ? [] : [[titleId, title]])));
}

function nameOf({ titleId, title }: StreamRow, names: Names): string | null {
  return title ?? names.get(titleId) ?? null;
}

function isLike({ title, titleId, note, id, type }: StreamRow, words: string): boolean {
  return (
    words === '' ||
    title?.toLowerCase().includes(words) === true ||
    note?.toLowerCase().includes(words) === true ||
    String(titleId ?? '').startsWith(words) ||
    id.startsWith(words) ||
    type === words
  );
}

interface RowProps {
  readonly event: StreamRow;
  /** The name of the title; null if it is not known, and for an event of no title. */
  readonly name: string | null;
  readonly copies: number;
}

function Row({ event, name, copies }: RowProps) {
  return (
    <div class="stream-row">
      <time title={utc(event.at)}>{moment(event.at)}</time>
      <span>{event.type}</span>
      <span class="number dim">{event.titleId}</span>
      <span class="stream-title">
        {name === null ? (
          event.note
        ) : (
          <>
            <bdi>{name}</bdi> <span class="dim">{event.note ?? event.year}</span>
          </>
        )}
      </span>
      <span class="dim mono">{event.shard.replace(/^shardId-0*(?=\d)/, 'shard ')}</span>
      <span class="dim mono stream-id">{event.id.slice(0, 12)}</span>
      <span class="dim">{copies > 1 ? `${count(copies)} times` : 'once'}</span>
    </div>
  );
}

interface OneEventProps {
  readonly id: string;
  /** The event is read again when this changes. */
  readonly mark: number;
  readonly names: Names;
}

function OneEvent({ id, mark, names }: OneEventProps) {
  const { value, problem } = useAnswer<readonly StreamEventView[]>(
    address('/api/stream-event', { id }),
    mark,
  ).value;
  const [event] = value ?? [];
  if (event === undefined) return <p class="dim">{problem ?? 'Loading the event …'}</p>;
  return (
    <section class="one-event" aria-label="Selected event">
      <div class="page-head">
        <h2>
          {event.titleId === null ? event.note : <TitleName name={nameOf(event, names)} id={event.titleId} />}
        </h2>
        {event.titleId !== null && <a href={hrefOf('titles', String(event.titleId))}>Title history</a>}
        <Runs runs={[...new Set(value?.flatMap(({ runs }) => runs))]} copies={value?.length ?? 1} />
      </div>
      <p class="facts">
        {value?.map(({ shard, sequence }) => (
          <span key={sequence}>
            {shard}, sequence number <span class="mono">{sequence}</span>
          </span>
        ))}
      </p>
      <JsonTree text={event.event} label="Event" open={2} />
    </section>
  );
}

/** The run of an event; several if it was published again, or if any of them may have published it. */
function Runs({ runs, copies }: { readonly runs: readonly string[]; readonly copies: number }) {
  const [only] = runs;
  if (only === undefined) return <span class="dim">None of the newest runs published it.</span>;
  if (runs.length === 1) return <a href={hrefOf('runs', only)}>Open the run</a>;
  return (
    <span>
      {copies === 1 ? 'Published by one of ' : 'Published by '}
      {runs.map((run, index) => (
        <span key={run}>
          {index > 0 && ', '}
          <a href={hrefOf('runs', run)}>{run.split(':').at(-1)}</a>
        </span>
      ))}
    </span>
  );
}
