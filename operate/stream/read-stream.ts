import type { Shard } from '@aws-sdk/client-kinesis';
import { listShards } from './list-shards.ts';
import { merge } from './merge.ts';
import { type ShardPage, type ShardPosition, ShardReader } from './shard-reader.ts';
import { ShardTree } from './shard-tree.ts';
import { abortable, type Access, type StreamAccess, withSignal } from './stream-access.ts';
import type { StreamMark } from './stream-mark.ts';
import type { StreamRecord } from './stream-record.ts';

/** Where to begin: at the oldest record, behind the newest, at a moment (epoch milliseconds), or behind a mark. */
export type StreamStart = 'start' | 'latest' | number | StreamMark;

export interface ReadOptions extends StreamAccess {
  readonly from: StreamStart;
  /** Wait for what comes, instead of ending where the stream ends now. @default false */
  readonly follow?: boolean;
  /** Least pause between two reads of a shard that has more. @default 250: AWS allows five a second for all readers together */
  readonly pauseMs?: number;
}

const PAUSE_MS = 250;
const PAUSE_CAUGHT_UP_MS = 1_000;
/** An iterator of Kinesis lives for five minutes. */
const ITERATOR_LIFE_MS = 290_000;

/** How a shard was left. */
interface ShardEnd {
  readonly shardId: string;
  /** Undefined: it is open, and was read as far as it went. */
  readonly children: ShardPage['children'] | undefined;
}

/**
 * Reads all shards of a stream, and those that resharding brings while it reads: shards side by side, but a shard that
 * was split or merged before those that follow it, so that records of one partition key keep their order. Gives the
 * records of one read at a time.
 */
export async function* readStream(options: ReadOptions): AsyncGenerator<readonly StreamRecord[], void> {
  const { signal } = withSignal(options);
  // Whoever has read enough waits neither for a request nor for a pause.
  const reading = new AbortController();
  const stop = () => reading.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const pages = readShards({ ...options, signal: reading.signal });
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

async function* readShards(options: ReadOptions & Access): AsyncGenerator<readonly StreamRecord[], void> {
  const { from } = options;
  const tree = new ShardTree();
  const listed = await listShards(options);
  tree.add(listed);
  // What a closed shard holds is older than the latest record.
  if (from === 'latest') for (const shard of listed.filter(isClosed)) tree.finish(shard.ShardId ?? '');
  const known = new Set(listed.map(({ ShardId }) => ShardId));
  const begin = (shardId: string) => readShard(options, shardId, known.has(shardId));
  yield* merge(tree.takeReady().map(begin), async ({ shardId, children }) => {
    tree.finish(shardId);
    if (children !== undefined) {
      // Not every server names the children.
      tree.add(children.length > 0 ? children.map(asShard) : await listShards(options));
    }
    return tree.takeReady().map(begin);
  });
}

async function* readShard(
  options: ReadOptions & Access,
  shardId: string,
  wasListed: boolean,
): AsyncGenerator<readonly StreamRecord[], ShardEnd> {
  const { clock, signal, follow = false, pauseMs = PAUSE_MS } = options;
  const reader = new ShardReader(options, shardId, positionIn(options, shardId, wasListed));
  for (;;) {
    const page = await reader.next();
    if (page.records.length > 0) yield page.records;
    if (page.ended) return { shardId, children: page.children };
    if (page.caughtUp && !follow) return { shardId, children: undefined };
    // Kinesis may give nothing although there is more further on.
    const pause = page.caughtUp ? PAUSE_CAUGHT_UP_MS : page.records.length === 0 ? PAUSE_MS : pauseMs;
    if (pause > 0) await clock.sleep(pause, signal);
    signal.throwIfAborted();
  }
}

function isClosed({ SequenceNumberRange }: Shard): boolean {
  return SequenceNumberRange?.EndingSequenceNumber !== undefined;
}

/** A shard that came into being while we read, or after the mark, is new from its first record on. */
function positionIn({ from, clock }: ReadOptions, shardId: string, wasListed: boolean): ShardPosition {
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
