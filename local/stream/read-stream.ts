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
}

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
export async function markStream({ client, streamName, clock }: StreamAccess): Promise<StreamMark> {
  const takenAt = clock.now();
  const shards = await listShards(client, streamName);
  const iterators = await Promise.all(
    shards.map(async ({ ShardId: shardId = '' }) => {
      const command = new GetShardIteratorCommand({
        StreamName: streamName,
        ShardId: shardId,
        ShardIteratorType: 'LATEST',
      });
      return [shardId, (await client.send(command)).ShardIterator ?? ''] as const;
    }),
  );
  return { takenAt, iterators: new Map(iterators) };
}

/**
 * Reads every shard of a stream to its present end: shards side by side, but a shard that was split or merged before
 * those that follow it, so that records of one partition key keep their order.
 *
 * @param from Where to start: behind a mark, exactly as long as it is younger than five minutes, then by the time at
 *   which Kinesis took the records; or at the oldest record.
 */
export async function* readStream(
  options: StreamAccess & { readonly from: StreamMark | 'TRIM_HORIZON' },
): AsyncGenerator<StreamRecord> {
  const shards = await listShards(options.client, options.streamName);
  for (const generation of generations(shards)) {
    const pages = merge(generation.map(({ ShardId = '' }) => readShard(options, ShardId)));
    for await (const page of pages) yield* page;
  }
}

async function* readShard(
  options: StreamAccess & { readonly from: StreamMark | 'TRIM_HORIZON' },
  shardId: string,
): AsyncGenerator<StreamRecord[], void> {
  const { client, clock } = options;
  let iterator = await startIterator(options, shardId);
  let limit = FIRST_PAGE_RECORDS;
  while (iterator !== undefined) {
    const page: GetRecordsCommandOutput = await client.send(
      new GetRecordsCommand({ ShardIterator: iterator, Limit: limit }),
    );
    const records = page.Records ?? [];
    yield records.map((record) => ({
      shardId,
      sequenceNumber: record.SequenceNumber ?? '',
      partitionKey: record.PartitionKey ?? '',
      data: record.Data ?? new Uint8Array(),
    }));
    if (page.MillisBehindLatest === 0) return;
    limit = nextLimit(records, limit);
    // Kinesis may answer with nothing although there is more further on.
    if (records.length === 0) await clock.sleep(PAUSE_MS, new AbortController().signal);
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
  { client, streamName, clock, from }: StreamAccess & { readonly from: StreamMark | 'TRIM_HORIZON' },
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
  return (await client.send(command)).ShardIterator;
}

async function listShards(client: KinesisClient, streamName: string): Promise<Shard[]> {
  const shards: Shard[] = [];
  let next: string | undefined;
  do {
    const page: ListShardsCommandOutput = await client.send(
      // A page's token stands for the stream, which must not be named beside it.
      new ListShardsCommand(next === undefined ? { StreamName: streamName } : { NextToken: next }),
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
