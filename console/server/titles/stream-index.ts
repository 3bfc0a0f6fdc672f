import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { clockOf } from '../../../operate/aws/clock.ts';
import { explained } from '../../../operate/aws/explain-error.ts';
import { isError } from '../../../operate/native-error.ts';
import type { Io } from '../../../operate/io.ts';
import { decodeEvents } from '../../../operate/stream/decode-events.ts';
import { readStream } from '../../../operate/stream/read-stream.ts';
import type { StreamRecord } from '../../../operate/stream/stream-record.ts';
import type { StreamEvent } from '../../../events/types.ts';
import type { StreamRow, StreamUpdate } from '../../api/index.ts';

/** The maximum number of events that are kept; the oldest are dropped first. */
const KEPT = 20_000;
const KEPT_FAULTS = 50;
/** The age from which a stream on AWS is read, in milliseconds. */
const BACK_MS = 3_600_000;

/** One event with its place on the stream. */
interface Found {
  readonly number: number;
  readonly row: StreamRow;
  readonly event: StreamEvent;
}

/** The part of the stream that a page has received. */
export interface SeenOfStream {
  readonly events: number;
  readonly faults: number;
}

/** Follows the stream from the first request on, and keeps its events. */
export class StreamIndex {
  readonly #found: Found[] = [];
  readonly #copies = new Map<string, number>();
  readonly #faults: string[] = [];
  readonly #end = new AbortController();
  #count = 0;
  #faultCount = 0;
  #omitted = 0;
  #failure: Error | undefined;
  #reading: Promise<void> | undefined;

  constructor(
    readonly client: KinesisClient,
    readonly streamName: string,
    readonly io: Io,
    readonly isLocal: boolean,
  ) {}

  close(): void {
    this.#end.abort();
  }

  /**
   * Returns the events that a page has not received, the newest last; undefined if there are none.
   *
   * @param seen undefined for all events
   * @throws the error of reading the stream
   */
  since(seen: SeenOfStream | undefined): { update: StreamUpdate; seen: SeenOfStream } | undefined {
    this.#begin();
    const now = { events: this.#count, faults: this.#faultCount };
    if (seen?.events === now.events && seen.faults === now.faults) return undefined;
    const fresh = this.#found.filter(({ number }) => number > (seen?.events ?? 0));
    return {
      update: {
        events: fresh.map(({ row }) => this.#withCopies(row)),
        omitted: this.#omitted,
        faults: [...this.#faults],
      },
      seen: now,
    };
  }

  /** Returns all copies of an event. */
  byId(id: string): readonly { readonly row: StreamRow; readonly event: StreamEvent }[] {
    this.#begin();
    return this.#found.filter(({ row }) => row.id === id);
  }

  /** Returns the events of a title, the oldest first. */
  ofTitle(titleId: number): readonly StreamRow[] {
    this.#begin();
    return this.#found.filter(({ row }) => row.titleId === titleId).map(({ row }) => this.#withCopies(row));
  }

  /** Returns the newest event of each title whose name contains a text or whose id equals it. */
  search(text: string): readonly StreamRow[] {
    this.#begin();
    const wanted = text.toLowerCase();
    const hits = new Map<number, StreamRow>();
    for (const { row } of this.#found) {
      const isHit = row.title?.toLowerCase().includes(wanted) === true || String(row.titleId) === wanted;
      // The removal of a title has no name. An earlier event may have it.
      if (isHit && (row.title !== null || !hits.has(row.titleId))) hits.set(row.titleId, row);
    }
    return [...hits.values()];
  }

  #dropCopy(id: string): void {
    const left = (this.#copies.get(id) ?? 1) - 1;
    if (left > 0) this.#copies.set(id, left);
    else this.#copies.delete(id);
  }

  #withCopies(row: StreamRow): StreamRow {
    return { ...row, copies: this.#copies.get(row.id) ?? 1 };
  }

  #begin(): void {
    if (this.#failure !== undefined) {
      const failure = this.#failure;
      this.#failure = undefined;
      this.#reading = undefined;
      throw failure;
    }
    this.#reading ??= this.#read().catch((error: unknown) => {
      if (!this.#end.signal.aborted) this.#failure = isError(error) ? error : new Error(String(error));
    });
  }

  async #read(): Promise<void> {
    const { client, streamName, io, isLocal } = this;
    const signal = AbortSignal.any([this.#end.signal, io.interrupted]);
    const target = { isLocal };
    await explained({ target, service: 'Kinesis', interrupted: signal }, async () => {
      const pages = readStream({
        client,
        streamName,
        from: isLocal ? 'start' : io.now() - BACK_MS,
        follow: true,
        clock: clockOf(io),
        signal,
        ...(isLocal ? { pauseMs: 0 } : {}),
      });
      for await (const records of pages) for (const record of records) this.#take(record);
    });
  }

  #take(record: StreamRecord): void {
    const { events, faults } = decodeEvents(record);
    this.#faultCount += faults.length;
    this.#faults.push(...faults);
    this.#faults.splice(0, this.#faults.length - KEPT_FAULTS);
    for (const event of events) {
      this.#count += 1;
      this.#copies.set(event.id, (this.#copies.get(event.id) ?? 0) + 1);
      this.#found.push({ number: this.#count, row: rowOf(event, record), event });
    }
    const over = this.#found.length - KEPT;
    if (over > 0) {
      for (const { row } of this.#found.splice(0, over)) this.#dropCopy(row.id);
      this.#omitted += over;
    }
  }
}

function rowOf({ id, time, type, subject, data }: StreamEvent, record: StreamRecord): StreamRow {
  return {
    id,
    at: Date.parse(time),
    type: type.replace('tvguide.title.', ''),
    titleId: Number(subject),
    title: data?.title ?? null,
    year: data?.year ?? null,
    kind: data?.type ?? null,
    shard: record.shardId,
    sequence: record.sequenceNumber,
    copies: 1,
  };
}
