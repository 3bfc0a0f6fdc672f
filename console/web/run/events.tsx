import { useMemo } from 'preact/hooks';
import type { EventRow } from '../../api/index.ts';
import { address } from '../ask.ts';
import { count, precise, utc } from '../format.ts';
import { FilterBox, wantedText } from '../parts/filter-box.tsx';
import { JsonTree } from '../parts/json-tree.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import { go, param, withParams } from '../address.ts';
import { useAnswer } from '../use-answer.ts';
import type { RunStore } from './run-store.ts';

const ROW = 26;
const HEIGHT = 420;

/** The events of the history. */
export function Events({ store }: { readonly store: RunStore }) {
  const all = store.events.value;
  const words = wantedText();
  const events = useMemo(
    () => (words === '' ? all : all.filter((event) => isLike(event, words))),
    [all, words],
  );
  const chosen = Number(param('event') ?? 0);
  const open = (id: number | null) => go(withParams({ event: id }), { replace: true });
  const id = store.head.value?.id ?? '';
  return (
    <div class="events">
      <div class="tools">
        <FilterBox label="Filter events" placeholder="Filter by type, state or error" />
        <label>
          Jump to{' '}
          <input
            type="number"
            min={1}
            max={all.length}
            value={chosen === 0 ? '' : chosen}
            onChange={(event) => open(Number(event.currentTarget.value) || null)}
          />
        </label>
        <span class="dim">
          {words === '' ? '' : `${count(events.length)} of `}
          {count(all.length)} events{store.reading.value && ' so far, reading …'}
        </span>
      </div>
      <VirtualList
        columns="event-row"
        head={
          <>
            <span class="number">ID</span>
            <span class="number">Previous</span>
            <span>Time</span>
            <span>Type</span>
            <span>Details</span>
          </>
        }
        count={events.length}
        rowHeight={ROW}
        height={HEIGHT}
        label="Events"
        selected={events.findIndex((event) => event.id === chosen)}
        onSelect={(index) => open(events[index]?.id ?? null)}
        row={(index) => {
          const event = events[index];
          return event === undefined ? null : <Row event={event} />;
        }}
      />
      {chosen > 0 && <OneEvent run={id} event={all[chosen - 1]} reading={store.reading.value} />}
    </div>
  );
}

function isLike({ id, type, text }: EventRow, words: string): boolean {
  return type.toLowerCase().includes(words) || text.toLowerCase().includes(words) || String(id) === words;
}

function Row({ event: { id, previous, at, type, text } }: { readonly event: EventRow }) {
  const tone = /Failed$|TimedOut$/.test(type)
    ? 'bad'
    : type.endsWith('Aborted')
      ? 'off'
      : type.endsWith('Succeeded')
        ? 'good'
        : '';
  return (
    <div class="event-row">
      <span class="number">{id}</span>
      <span class="dim number" title={`follows event ${previous}`}>
        ← {previous}
      </span>
      <time title={utc(at)}>{precise(at)}</time>
      <span class={tone}>{type}</span>
      <span class="event-text">{text}</span>
    </div>
  );
}

function OneEvent({
  run,
  event,
  reading,
}: {
  readonly run: string;
  readonly event: EventRow | undefined;
  readonly reading: boolean;
}) {
  const answer = useAnswer<object>(
    event === undefined ? null : address('/api/event', { id: run, event: event.id }),
  );
  if (event === undefined)
    return <p class="dim">{reading ? 'Reading the history …' : 'There is no such event.'}</p>;
  const { value, problem } = answer.value;
  return (
    <section class="one-event" aria-label={`Event ${event.id} as JSON`}>
      <div class="page-head">
        <h2>
          Event {event.id}: {event.type}
        </h2>
        {event.previous > 0 && (
          <a href={withParams({ event: event.previous })}>Previous event: {event.previous}</a>
        )}
        {event.visit !== null && <a href={withParams({ visit: event.visit })}>Show the state</a>}
      </div>
      {problem !== null && <p class="error">{problem}</p>}
      {value !== null && <JsonTree text={JSON.stringify(value)} label={`Event ${event.id}`} />}
    </section>
  );
}
