import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  type GetRecordsCommandOutput,
  type KinesisClient,
  type ListShardsCommandOutput,
  type Shard,
} from '@aws-sdk/client-kinesis';
import type { Clock } from '../interpreter/ports.ts';
import { merge } from './merge.ts';

/** A record as a shard holds it. */
export interface StreamRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

/** A place in a stream: in each shard that it had then, behind its last record. See {@link markStream}. */
export interface StreamMark {
  /** Epoch milliseconds at which it was taken. */
  readonly takenAt: number;
  readonly iterators: ReadonlyMap<string, string>;
}

interface StreamAccess {
  readonly client: KinesisClient;
  readonly streamName: string;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  /** Ends the reading at once: it rejects with the signal's reason. @default never */
  readonly signal?: AbortSignal;
}

type ReadOptions = StreamAccess & { readonly from: StreamMark | 'TRIM_HORIZON' };
type Reading = Required<ReadOptions>;

/** An iterator of Kinesis lives for five minutes. */
const ITERATOR_LIFE_MS = 290_000;
/** How many records to ask a shard for at first. */
const FIRST_PAGE_RECORDS = 20;
/** How many bytes to ask for then, by the size of the records seen: a local server takes very long over large answers. */
const PAGE_BYTES = 500_000;
/** The most records that Kinesis gives at once. */
const MAX_PAGE_RECORDS = 10_000;
/** Kinesis allows five reads a second from a shard. */
const PAUSE_MS = 200;

/** Remembers where a stream ends now, so that what is written from now on can be read alone. */
export async function markStream(options: StreamAccess): Promise<StreamMark> {
  const { clock, signal = neverAborted() } = options;
  const takenAt = clock.now();
  try {
    signal.throwIfAborted();
    return { takenAt, iterators: await latestIterators({ ...options, signal }) };
  } catch (error) {
    throw reasonOf(error, signal);
  }
}

async function latestIterators(access: Required<StreamAccess>): Promise<Map<string, string>> {
  const { client, streamName, signal } = access;
  const shards = await listShards(access);
  const iterators = await Promise.all(
    shards.map(async ({ ShardId: shardId = '' }) => {
      const command = new GetShardIteratorCommand({
        StreamName: streamName,
        ShardId: shardId,
        ShardIteratorType: 'LATEST',
      });
      const { ShardIterator: iterator = '' } = await client.send(command, { abortSignal: signal });
      return [shardId, iterator] as const;
    }),
  );
  return new Map(iterators);
}

/**
 * Reads every shard of a stream to its present end: shards side by side, but a shard that was split or merged before
 * those that follow it, so that records of one partition key keep their order.
 *
 * @param from Where to start: behind a mark, exactly as long as it is younger than five minutes, then by the time at
 *   which Kinesis took the records; or at the oldest record.
 */
export async function* readStream(options: ReadOptions): AsyncGenerator<StreamRecord> {
  const { signal = neverAborted() } = options;
  const reading = { ...options, signal };
  try {
    signal.throwIfAborted();
    for (const generation of generations(await listShards(reading))) {
      const pages = merge(generation.map(({ ShardId = '' }) => readShard(reading, ShardId)));
      for await (const page of pages) {
        yield* page;
        signal.throwIfAborted();
      }
    }
  } catch (error) {
    throw reasonOf(error, signal);
  }
}

/** The SDK has an error of its own for a request that is aborted: the signal's reason takes its place. */
function reasonOf(error: unknown, signal: AbortSignal): unknown {
  return signal.aborted ? signal.reason : error;
}

function neverAborted(): AbortSignal {
  return new AbortController().signal;
}

async function* readShard(reading: Reading, shardId: string): AsyncGenerator<StreamRecord[], void> {
  const { client, clock, signal } = reading;
  let iterator = await startIterator(reading, shardId);
  let limit = FIRST_PAGE_RECORDS;
  while (iterator !== undefined) {
    const page: GetRecordsCommandOutput = await client.send(
      new GetRecordsCommand({ ShardIterator: iterator, Limit: limit }),
      { abortSignal: signal },
    );
    const records = page.Records ?? [];
    yield records.map((record) => ({
      shardId,
      sequenceNumber: record.SequenceNumber ?? '',
      partitionKey: record.PartitionKey ?? '',
      data: record.Data ?? new Uint8Array(),
    }));
    // A page with records may be 0 ms behind although more follow: those of its last millisecond.
    if (records.length === 0 && page.MillisBehindLatest === 0) return;
    limit = nextLimit(records, limit);
    // Kinesis may answer with nothing although there is more further on.
    if (records.length === 0) await clock.sleep(PAUSE_MS, signal);
    iterator = page.NextShardIterator;
  }
}

function nextLimit(records: readonly { readonly Data?: Uint8Array | undefined }[], limit: number): number {
  if (records.length === 0) return limit;
  const bytes = records.reduce((sum, { Data }) => sum + (Data?.length ?? 0), 0);
  const wanted = Math.floor((PAGE_BYTES * records.length) / Math.max(bytes, 1));
  return Math.min(Math.max(wanted, 1), MAX_PAGE_RECORDS);
}

async function startIterator(
  { client, streamName, clock, from, signal }: Reading,
  shardId: string,
): Promise<string | undefined> {
  const marked = from === 'TRIM_HORIZON' ? undefined : from.iterators.get(shardId);
  const isFresh = from !== 'TRIM_HORIZON' && clock.now() - from.takenAt < ITERATOR_LIFE_MS;
  if (marked !== undefined && isFresh) return marked;
  const command = new GetShardIteratorCommand({
    StreamName: streamName,
    ShardId: shardId,
    // A shard that the mark does not know came into being after it: all of it is new.
    ...(from === 'TRIM_HORIZON' || marked === undefined
      ? { ShardIteratorType: 'TRIM_HORIZON' }
      : { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(from.takenAt) }),
  });
  return (await client.send(command, { abortSignal: signal })).ShardIterator;
}

async function listShards({ client, streamName, signal }: Required<StreamAccess>): Promise<Shard[]> {
  const shards: Shard[] = [];
  let next: string | undefined;
  do {
    const page: ListShardsCommandOutput = await client.send(
      // A page's token stands for the stream, which must not be named beside it.
      new ListShardsCommand(next === undefined ? { StreamName: streamName } : { NextToken: next }),
      { abortSignal: signal },
    );
    shards.push(...(page.Shards ?? []));
    next = page.NextToken;
  } while (next !== undefined);
  return shards;
}

/** Shards in groups, each behind the groups that hold its parents. */
function generations(shards: readonly Shard[]): Shard[][] {
  const groups: Shard[][] = [];
  let left = [...shards];
  while (left.length > 0) {
    const waiting = new Set(left.map(({ ShardId }) => ShardId));
    const isWaiting = (id: string | undefined): boolean => id !== undefined && waiting.has(id);
    const ready = left.filter(
      (shard) => !isWaiting(shard.ParentShardId) && !isWaiting(shard.AdjacentParentShardId),
    );
    groups.push(ready);
    left = left.filter((shard) => !ready.includes(shard));
  }
  return groups;
}
