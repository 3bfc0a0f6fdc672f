import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { Io } from '../../../operate/io.ts';
import { isError } from '../../../operate/native-error.ts';
import { decodeEvents } from '../../../operate/stream/decode-events.ts';
import { describeNotice } from '../../../operate/stream/describe-event.ts';
import { SourceNames } from '../../../operate/stream/source-names.ts';
import type { StreamRecord } from '../../../operate/stream/stream-record.ts';
import { eventKind, hasRecord, titleIdOf } from '../../../events/event-kind.ts';
import type { StreamEvent } from '../../../events/types.ts';
import type { StreamRow, StreamUpdate } from '../../api/index.ts';
import type { ServiceName } from './service-names.ts';
import { StreamFollower } from './stream-follower.ts';

/** The maximum number of events that are kept; the oldest are dropped first. */
const KEPT = 20_000;
const KEPT_FAULTS = 50;
/** The time that a request waits until the stream is read, in milliseconds. */
const READ_LIMIT_MS = 3_000;

/** One event with its place on the stream. */
interface Found {
  /** Counts the events in order of arrival. */
  readonly number: number;
  readonly row: StreamRow;
  readonly event: StreamEvent;
}

/** An event of a title in a list. */
export type TitleRow = StreamRow & { readonly titleId: number };

/** The part of the stream that a page has received. */
export interface SeenOfStream {
  readonly events: number;
  readonly faults: number;
  readonly isRead: boolean;
  /** Changes when all events are sent again: the stream was replaced by another one, or services got their names. */
  readonly version: number;
}

/** Keeps the events of the stream, which is read while pages ask for it. */
export class StreamIndex {
  /** The oldest first. */
  readonly #found: Found[] = [];
  readonly #copies = new Map<string, number>();
  readonly #faults: string[] = [];
  readonly #names = new SourceNames();
  readonly #follower: StreamFollower;
  #count = 0;
  #faultCount = 0;
  #omitted = 0;
  #version = 0;
  /** The services whose names were looked up. */
  readonly #lookedUp = new Set<number>();

  /** @param nameSources finds the names of services that no event has @default none */
  constructor(
    client: KinesisClient,
    streamName: string,
    io: Io,
    isLocal: boolean,
    readonly nameSources: () => Promise<readonly ServiceName[]> = () => Promise.resolve([]),
  ) {
    this.#follower = new StreamFollower({
      ...{ client, streamName, io, isLocal },
      take: (records) => this.#take(records),
      forget: () => this.#forget(),
    });
  }

  /** The reason why the stream cannot be read now; undefined if it can. */
  get failure(): Error | undefined {
    return this.#follower.failure;
  }

  close(): void {
    this.#follower.close();
  }

  /**
   * Returns the events that a page has not received, the oldest first; undefined if there is no news.
   *
   * @param seen undefined for all events
   */
  since(seen: SeenOfStream | undefined): { update: StreamUpdate; seen: SeenOfStream } | undefined {
    this.#follower.ask();
    const { isRead } = this.#follower;
    const now = { events: this.#count, faults: this.#faultCount, isRead, version: this.#version };
    const known = seen?.version === now.version ? seen : undefined;
    const isSame = known?.events === now.events && known.faults === now.faults;
    // A read that found nothing is news only for a page that still waits for the first one.
    if (isSame && (known.isRead || !isRead)) return undefined;
    return {
      update: {
        isWhole: known === undefined,
        isRead: isRead || known?.isRead === true,
        events: this.#found
          .filter(({ number }) => number > (known?.events ?? 0))
          .map((found) => this.#rowOf(found)),
        kept: this.#found.length,
        omitted: this.#omitted,
        faults: [...this.#faults],
      },
      seen: { ...now, isRead: isRead || known?.isRead === true },
    };
  }

  /** Resolves when the stream is read as far as it goes, or after some seconds. Rejects if it cannot be read. */
  async read(): Promise<void> {
    await this.#follower.read(READ_LIMIT_MS);
    if (this.failure !== undefined) throw this.failure;
  }

  /** Returns all copies of an event. */
  byId(id: string): readonly { readonly row: StreamRow; readonly event: StreamEvent }[] {
    return this.#found
      .filter(({ row }) => row.id === id)
      .map((found) => ({ row: this.#rowOf(found), event: found.event }));
  }

  /** Returns the events of a title, the oldest first. */
  ofTitle(titleId: number): readonly StreamRow[] {
    return this.#found.filter(({ row }) => row.titleId === titleId).map((found) => this.#rowOf(found));
  }

  /** Returns the newest event of each title whose name contains a text or whose id equals it. */
  search(text: string): readonly TitleRow[] {
    const wanted = text.toLowerCase();
    const hits = new Map<number, TitleRow>();
    for (const { row } of this.#found) {
      if (!isOfTitle(row)) continue;
      const isHit = row.title?.toLowerCase().includes(wanted) === true || String(row.titleId) === wanted;
      // An event without a record has no name. An earlier event may have it.
      if (isHit && (row.title !== null || !hits.has(row.titleId))) hits.set(row.titleId, row);
    }
    return [...hits.values()];
  }

  #dropCopy(id: string): void {
    const left = (this.#copies.get(id) ?? 1) - 1;
    if (left > 0) this.#copies.set(id, left);
    else this.#copies.delete(id);
  }

  /** Returns the row of an event with what is known now: its copies, and the name of the service that a title left. */
  #rowOf({ row, event }: Found): StreamRow {
    const note = hasRecord(event) ? null : describeNotice(event, this.#names);
    return { ...row, note, copies: this.#copies.get(row.id) ?? 1 };
  }

  /** Looks up the names of services that titles left and that no event has, each once. */
  async #lookUpNames(): Promise<void> {
    const missing = this.#found
      .flatMap(({ event }) => (event.type === 'tvguide.title.left' ? [event.data.sourceId] : []))
      .filter((id) => !this.#names.has(id) && !this.#lookedUp.has(id));
    if (missing.length === 0) return;
    for (const id of missing) this.#lookedUp.add(id);
    try {
      const found = (await this.nameSources()).filter(
        ({ id }) => missing.includes(id) && !this.#names.has(id),
      );
      for (const source of found) this.#names.add(source);
      if (found.length > 0) this.#version += 1;
    } catch (error) {
      this.#addFaults([
        `The names of services are missing. ${isError(error) ? error.message : String(error)}`,
      ]);
    }
  }

  #addFaults(faults: readonly string[]): void {
    this.#faultCount += faults.length;
    this.#faults.push(...faults);
    this.#faults.splice(0, this.#faults.length - KEPT_FAULTS);
  }

  #take(records: readonly StreamRecord[]): void {
    for (const record of records) {
      const { events, faults } = decodeEvents(record);
      this.#addFaults(faults);
      for (const event of events) {
        this.#count += 1;
        this.#names.learn(event);
        this.#copies.set(event.id, (this.#copies.get(event.id) ?? 0) + 1);
        this.#found.push({ number: this.#count, row: rowOf(event, record), event });
      }
    }
    // Shards are read in parallel, so events do not arrive in the order of their times.
    this.#found.sort((a, b) => a.row.at - b.row.at);
    const over = this.#found.length - KEPT;
    if (over > 0) {
      for (const { row } of this.#found.splice(0, over)) this.#dropCopy(row.id);
      this.#omitted += over;
    }
    void this.#lookUpNames();
  }

  #forget(): void {
    this.#version += 1;
    this.#found.length = 0;
    this.#faults.length = 0;
    this.#copies.clear();
    this.#omitted = 0;
  }
}

const isOfTitle = (row: StreamRow): row is TitleRow => row.titleId !== null;

function rowOf(event: StreamEvent, record: StreamRecord): StreamRow {
  const title = hasRecord(event) ? event.data : null;
  return {
    id: event.id,
    at: Date.parse(event.time),
    type: eventKind(event.type).replace('.', ' '),
    titleId: titleIdOf(event),
    title: title?.title ?? null,
    year: title?.year ?? null,
    kind: title?.type ?? null,
    note: null,
    shard: record.shardId,
    sequence: record.sequenceNumber,
    copies: 1,
  };
}
