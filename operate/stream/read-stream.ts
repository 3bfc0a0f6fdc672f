import type { Shard } from '@aws-sdk/client-kinesis';
import { listShards } from './list-shards.ts';
import { merge } from './merge.ts';
import { type ShardPage, type ShardPosition, ShardReader } from './shard-reader.ts';
import { ShardTree } from './shard-tree.ts';
import { abortable, type Access, forManyShards, type StreamAccess, withSignal } from './stream-access.ts';
import type { StreamCheckpoint } from './stream-checkpoint.ts';
import type { StreamMark } from './stream-mark.ts';
import type { StreamRecord } from './stream-record.ts';

/**
 * The first record to read: the oldest, the one after the newest, after a moment (epoch milliseconds), a mark or a
 * checkpoint.
 */
export type StreamStart = 'start' | 'latest' | number | StreamMark | StreamCheckpoint;

/** The part of a stream to read, and the access to it. */
export interface ReadOptions extends StreamAccess {
  readonly from: StreamStart;
  /** Leave out what arrived at or after this moment (epoch milliseconds). @default none */
  readonly until?: number;
  /** Wait for further records instead of ending at the current end. A function is asked there. @default false */
  readonly follow?: boolean | (() => boolean);
  /** Minimum pause between two reads of a shard. @default 250: all readers together may read five times per second */
  readonly pauseMs?: number;
  /** Receives the state of a shard before its first read and after each read. @default nothing */
  readonly onShard?: (shardId: string, isBehind: boolean) => void;
}

const PAUSE_MS = 250;
const PAUSE_CAUGHT_UP_MS = 1_000;
/** A Kinesis iterator expires after five minutes. */
const ITERATOR_LIFE_MS = 290_000;

/** The state of a shard at the end of its reading. */
interface ShardEnd {
  readonly shardId: string;
  /** Undefined for an open shard. */
  readonly children: ShardPage['children'] | undefined;
}

/**
 * Reads all shards of a stream, including those that resharding adds meanwhile. Shards are read in parallel, but a
 * parent before its children, so records of a partition key stay in order. Yields the records of one read at a time.
 * @example
 * const access = { client, streamName, clock: clockOf(io) };
 * for await (const records of readStream({ ...access, from: 'start' })) count(records);
 */
export async function* readStream(options: ReadOptions): AsyncGenerator<readonly StreamRecord[], void> {
  const { signal } = withSignal(options);
  // A consumer that stops must not wait for a request or a pause.
  const reading = new AbortController();
  const stop = () => reading.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const pages = readShards({ ...options, signal: forManyShards(reading.signal) }, (error) =>
    reading.abort(error),
  );
  try {
    for (;;) {
      const page = await abortable(reading.signal, () => pages.next());
      if (page.done === true) return;
      yield page.value;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    reading.abort();
    await pages.return();
  }
}

/** @param fail Receives the error of a shard, and ends the reading of the others, which may wait for long. */
async function* readShards(
  options: ReadOptions & Access,
  fail: (error: unknown) => void,
): AsyncGenerator<readonly StreamRecord[], void> {
  const { from, onShard } = options;
  const tree = new ShardTree();
  const listed = await listShards(options);
  tree.add(listed);
  // Records of closed shards are older than the latest record.
  if (from === 'latest') for (const shard of listed.filter(isClosed)) tree.finish(shard.ShardId ?? '');
  const known = new Set(listed.map(({ ShardId }) => ShardId));
  const begin = (shardId: string) => {
    onShard?.(shardId, true);
    return failing(readShard(options, shardId, known.has(shardId)), fail);
  };
  yield* merge(tree.takeReady().map(begin), async ({ shardId, children }) => {
    tree.finish(shardId);
    if (children !== undefined) {
      // Some servers do not name the children.
      tree.add(children.length > 0 ? children.map(asShard) : await listShards(options));
    }
    const next = tree.takeReady().map(begin);
    // After the children have begun, so that there is always a shard that is behind.
    if (children !== undefined) onShard?.(shardId, false);
    return next;
  });
}

async function* failing<T, End>(
  pages: AsyncGenerator<T, End>,
  fail: (error: unknown) => void,
): AsyncGenerator<T, End> {
  try {
    return yield* pages;
  } catch (error) {
    fail(error);
    throw error;
  }
}

async function* readShard(
  options: ReadOptions & Access,
  shardId: string,
  wasListed: boolean,
): AsyncGenerator<readonly StreamRecord[], ShardEnd> {
  const { clock, signal, until = Infinity, follow = false, pauseMs = PAUSE_MS, onShard } = options;
  const reader = new ShardReader(options, shardId, positionIn(options, shardId, wasListed));
  for (;;) {
    const page = await reader.next();
    const wanted = page.records.filter(({ arrivedAt }) => arrivedAt < until);
    if (wanted.length > 0) yield wanted;
    // Times of arrival are approximate. A page that is late as a whole is the end.
    else if (page.records.length > 0) return { shardId, children: undefined };
    if (page.ended) return { shardId, children: page.children };
    onShard?.(shardId, !page.caughtUp);
    if (page.caughtUp && !(typeof follow === 'function' ? follow() : follow)) {
      return { shardId, children: undefined };
    }
    // Kinesis may return an empty page before the end.
    const pause = page.caughtUp ? PAUSE_CAUGHT_UP_MS : page.records.length === 0 ? PAUSE_MS : pauseMs;
    if (pause > 0) await clock.sleep(pause, signal);
    signal.throwIfAborted();
  }
}

function isClosed({ SequenceNumberRange }: Shard): boolean {
  return SequenceNumberRange?.EndingSequenceNumber !== undefined;
}

/**
 * Returns the first position to read. A shard that was created after the start or the mark is read from its beginning.
 */
function positionIn(
  { from, clock }: Pick<ReadOptions, 'from' | 'clock'>,
  shardId: string,
  wasListed: boolean,
): ShardPosition {
  if (typeof from === 'object' && 'after' in from) {
    const last = from.after.get(shardId);
    return last === undefined
      ? positionIn({ from: from.otherwise, clock }, shardId, wasListed)
      : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: last };
  }
  if (from === 'start' || !wasListed) return { ShardIteratorType: 'TRIM_HORIZON' };
  if (from === 'latest') return { ShardIteratorType: 'LATEST' };
  if (typeof from === 'number') return { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(from) };
  const iterator = from.iterators.get(shardId);
  if (iterator === undefined) return { ShardIteratorType: 'TRIM_HORIZON' };
  const byTime = { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(from.takenAt) } as const;
  return clock.now() - from.takenAt < ITERATOR_LIFE_MS ? { ...byTime, iterator } : byTime;
}

function asShard({ ShardId, ParentShards = [] }: ShardPage['children'][number]): Shard {
  const [ParentShardId, AdjacentParentShardId] = ParentShards;
  return {
    ShardId,
    ParentShardId,
    AdjacentParentShardId,
    HashKeyRange: undefined,
    SequenceNumberRange: undefined,
  };
}
