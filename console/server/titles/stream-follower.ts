import { EventEmitter, once } from 'node:events';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { clockOf } from '../../../operate/aws/clock.ts';
import { pause } from '../../../operate/aws/pause.ts';
import type { Io } from '../../../operate/io.ts';
import { isError } from '../../../operate/native-error.ts';
import { readStream } from '../../../operate/stream/read-stream.ts';
import type { StreamRecord } from '../../../operate/stream/stream-record.ts';

/** The age from which a stream on AWS is read, in milliseconds. */
const BACK_MS = 3_600_000;
/** The time after the last request of a page in which the stream is still read, in milliseconds. */
const LINGER_MS = 5_000;
/** The pause before another try after a failure, in milliseconds. */
const RETRY_MS = { local: 1_000, aws: 5_000 };
/** The error of a sequence number that the stream does not know: it is another stream of the same name. */
const UNKNOWN_NUMBER = 'InvalidArgumentException';

/** The settings of a {@link StreamFollower}. */
export interface StreamFollowerOptions {
  readonly client: KinesisClient;
  readonly streamName: string;
  readonly io: Io;
  /** True for this machine, where the whole stream is read. */
  readonly isLocal: boolean;
  /** Receives each record once. */
  readonly take: (records: readonly StreamRecord[]) => void;
  /** Called when the stream was replaced by another one of the same name, which is then read from its start. */
  readonly forget: () => void;
}

/**
 * Reads a stream while pages ask for it. After a pause or a failure it continues after the last record.
 *
 * Kinesis limits the reads of a shard for all its readers together, so nothing is read when nobody looks.
 */
export class StreamFollower {
  readonly #after = new Map<string, string>();
  /** The shards with a read to come before the stream counts as read. */
  readonly #behind = new Set<string>();
  readonly #shards = new Set<string>();
  readonly #end = new AbortController();
  /** `asked`: a page looks at the stream. `changed`: the stream is read, or cannot be read. */
  readonly #events = new EventEmitter().setMaxListeners(0);
  #askedAt = -Infinity;
  #isAsleep = false;
  #from: number | undefined;
  #failure: Error | undefined;
  #reading: Promise<void> | undefined;

  constructor(readonly options: StreamFollowerOptions) {}

  /** The reason why the stream cannot be read now; undefined if it can. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** True if all records that there were at the last request of a page have been read. */
  get isRead(): boolean {
    return this.#shards.size > 0 && this.#behind.size === 0;
  }

  close(): void {
    this.#end.abort();
  }

  /** Says that a page looks at the stream: it is read from now on, for some seconds. */
  ask(): void {
    this.#askedAt = this.options.io.monotonic();
    if (this.#isAsleep) {
      for (const shard of this.#shards) this.#behind.add(shard);
      // The reason may have gone: the next try tells.
      this.#failure = undefined;
      this.#isAsleep = false;
    }
    this.#events.emit('asked');
    this.#reading ??= this.#follow();
  }

  /** Resolves when the stream is read, cannot be read, or `limitMs` have passed. */
  async read(limitMs: number): Promise<void> {
    this.ask();
    if (this.isRead || this.#failure !== undefined) return;
    const over = new AbortController();
    const { signal } = over;
    const change = once(this.#events, 'changed', { signal });
    await Promise.race([this.#pause(limitMs, signal), change]);
    over.abort();
  }

  async #follow(): Promise<void> {
    const { io, isLocal } = this.options;
    const signal = AbortSignal.any([this.#end.signal, io.interrupted]);
    for (;;) {
      try {
        await this.#readOn(signal);
      } catch (error) {
        if (signal.aborted) return;
        this.#fail(error);
      }
      await this.#sleep(isLocal ? RETRY_MS.local : RETRY_MS.aws, signal).catch(() => undefined);
    }
  }

  async #readOn(signal: AbortSignal): Promise<void> {
    const { client, streamName, io, isLocal, take } = this.options;
    this.#from ??= io.now() - BACK_MS;
    this.#shards.clear();
    this.#behind.clear();
    const pages = readStream({
      client,
      streamName,
      from: { after: this.#after, otherwise: isLocal ? 'start' : this.#from },
      follow: true,
      clock: { ...clockOf(io), sleep: (...wait) => this.#sleep(...wait) },
      signal,
      onShard: (shardId, isBehind) => this.#mark(shardId, isBehind),
      ...(isLocal ? { pauseMs: 0 } : {}),
    });
    for await (const records of pages) {
      take(records);
      for (const { shardId, sequenceNumber } of records) this.#after.set(shardId, sequenceNumber);
    }
  }

  #mark(shardId: string, isBehind: boolean): void {
    this.#shards.add(shardId);
    if (isBehind) this.#behind.add(shardId);
    else this.#behind.delete(shardId);
    if (!this.isRead) return;
    this.#failure = undefined;
    this.#events.emit('changed');
  }

  #fail(error: unknown): void {
    const isKnown = isError(error);
    this.#failure = isKnown ? error : new Error(String(error));
    if (isKnown && error.name === UNKNOWN_NUMBER && this.#after.size > 0) {
      this.#after.clear();
      this.options.forget();
    }
    this.#events.emit('changed');
  }

  /** Pauses, and then until a page looks. */
  async #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    await this.#pause(milliseconds, signal);
    while (this.options.io.monotonic() - this.#askedAt > LINGER_MS) {
      this.#isAsleep = true;
      await once(this.#events, 'asked', { signal });
    }
  }

  #pause(milliseconds: number, interrupted: AbortSignal): Promise<void> {
    return pause({ every: (...timer) => this.options.io.every(...timer), interrupted }, milliseconds);
  }
}
