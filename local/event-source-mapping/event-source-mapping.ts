import { omitUndefined } from '../../events/omit-undefined.ts';
import { readStream } from '../../operate/stream/read-stream.ts';
import type { StreamAccess, StreamClock } from '../../operate/stream/stream-access.ts';
import type { StreamRecord } from '../../operate/stream/stream-record.ts';
import { messageOf } from '../stepfunctions/files.ts';
import { deliver, type DeliveryPorts, type MappingSettings } from './deliver.ts';

/** A running event source mapping. */
export interface EventSourceMapping {
  /** Resolves when the records that are on the stream now are delivered or given up. Then the mapping ends. */
  drain(): Promise<void>;
  /** Ends after the invocations in progress. */
  close(): Promise<void>;
}

/** The options of {@link startEventSourceMapping}. */
export interface MappingOptions extends MappingSettings, Pick<DeliveryPorts, 'invoke' | 'giveUp'> {
  readonly stream: Omit<StreamAccess, 'signal'>;
  /** The pause between two reads of a shard, in milliseconds. Default: 250, for a stream with other readers. */
  readonly pauseMs?: number;
  /** Receives the reason if the stream cannot be read. The mapping tries again. */
  readonly warn: (message: string) => void;
}

/** The pauses before retries, in milliseconds: doubled from the first up to the longest. */
const RETRY_PAUSE_MS = { first: 100, longest: 10_000 } as const;

/** The pause before the stream is read again after an error. */
const READ_AGAIN_MS = 1_000;

/** The number of reads of a shard that may wait for their delivery. */
const READS_AHEAD = 4;

/**
 * Reads a stream from its oldest record, as Lambda's event source mapping does with `StartingPosition: TRIM_HORIZON` and a
 * parallelization factor of 1: the shards are independent, and each delivers one batch at a time, in order.
 */
export function startEventSourceMapping(options: MappingOptions): EventSourceMapping {
  const closing = new AbortController();
  const { signal } = closing;
  const draining = new AbortController();
  const { clock } = options.stream;
  /** A clock for reading, whose pauses end when the mapping is drained. */
  const readingClock: StreamClock = {
    now: () => clock.now(),
    async sleep(milliseconds, ended) {
      if (draining.signal.aborted) return;
      await quietly(clock.sleep(milliseconds, AbortSignal.any([ended, draining.signal])));
      ended.throwIfAborted();
    },
  };
  const isClosing = () => signal.aborted;
  const pause = (attempt: number) => quietly(clock.sleep(pauseMs(attempt), signal));
  const ports: DeliveryPorts = { ...options, clock, pause, isClosing };
  const shards = new Map<string, ShardQueue>();
  /** The sequence number of the last delivered record, by shard. */
  const after = new Map<string, string>();

  async function read(): Promise<void> {
    const access = {
      ...options.stream,
      clock: readingClock,
      signal,
      from: { after, otherwise: 'start' },
      ...omitUndefined({ pauseMs: options.pauseMs }),
    } as const;
    for await (const records of readStream({ ...access, follow: () => !draining.signal.aborted })) {
      const [{ shardId } = { shardId: '' }] = records;
      const queue = shards.get(shardId) ?? new ShardQueue();
      shards.set(shardId, queue);
      await queue.add(async () => {
        for (const batch of batchesOf(records, options.batchSize)) await deliver(batch, options, ports);
        after.set(shardId, records.at(-1)?.sequenceNumber ?? '');
      });
    }
    await Promise.all([...shards.values()].map((queue) => queue.settled()));
  }

  /** Reads again after an error, from the last delivered record of each shard. */
  async function keepReading(): Promise<void> {
    for (;;) {
      try {
        await read();
        return;
      } catch (error) {
        if (isClosing()) return;
        options.warn(`cannot read the stream: ${messageOf(error)}`);
        await quietly(clock.sleep(READ_AGAIN_MS, signal));
      }
    }
  }

  const ended = keepReading();
  return {
    drain() {
      draining.abort();
      return ended;
    },
    async close() {
      closing.abort();
      await ended;
      await Promise.all([...shards.values()].map((queue) => queue.settled()));
    },
  };
}

/** The deliveries of a shard, one after the other. */
class ShardQueue {
  #waiting = 0;
  #last: Promise<void> = Promise.resolve();

  /** Adds a delivery. Resolves when few enough wait for reading to go on. */
  async add(delivery: () => Promise<void>): Promise<void> {
    this.#waiting += 1;
    const previous = this.#last;
    this.#last = previous.then(delivery).finally(() => (this.#waiting -= 1));
    if (this.#waiting > READS_AHEAD) await previous;
  }

  settled(): Promise<void> {
    return this.#last;
  }
}

function batchesOf(records: readonly StreamRecord[], size: number): StreamRecord[][] {
  const count = Math.ceil(records.length / size);
  return Array.from({ length: count }, (_, index) => records.slice(index * size, (index + 1) * size));
}

function pauseMs(attempt: number): number {
  return Math.min(RETRY_PAUSE_MS.first * 2 ** (attempt - 1), RETRY_PAUSE_MS.longest);
}

/** Waits for a pause that closing may end early. */
async function quietly(pausing: Promise<void>): Promise<void> {
  await pausing.catch(() => undefined);
}
