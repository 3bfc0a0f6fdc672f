import {
  type KinesisClient,
  ListShardsCommand,
  type ListShardsCommandOutput,
  type Shard,
} from '@aws-sdk/client-kinesis';
import type { StreamRecord } from '../../local/stream/read-stream.ts';
import { mapInParallel } from '../parallel.ts';
import { type ShardPage, type ShardPosition, ShardReader } from './shard-reader.ts';
import { ShardTree } from './shard-tree.ts';

/** Where to begin: at the oldest record, behind the newest, or at a moment (epoch milliseconds). */
export type TailStart = 'start' | 'latest' | number;

export interface TailOptions {
  readonly client: KinesisClient;
  readonly streamName: string;
  readonly from: TailStart;
  /** Wait for what comes, instead of ending where the stream ends now. */
  readonly follow: boolean;
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Kinesis allows five reads a second from a shard, for all its readers together. */
const PAUSE_BEHIND_MS = 250;
const PAUSE_CAUGHT_UP_MS = 1_000;
const SHARDS_AT_ONCE = 8;

/** Reads all shards of a stream, and those that resharding brings while it reads. Gives the records of one read. */
export async function* tailStream(options: TailOptions): AsyncGenerator<readonly StreamRecord[]> {
  const { client, streamName, from, follow } = options;
  const tree = new ShardTree();
  const listed = await listShards(client, streamName);
  tree.add(listed);
  // What a closed shard holds is older than the latest record.
  if (from === 'latest') for (const shard of listed.filter(isClosed)) tree.finish(shard.ShardId ?? '');
  const known = new Set(listed.map(({ ShardId }) => ShardId));
  const begin = (shardId: string) =>
    new ShardReader(client, streamName, shardId, positionIn(from, known.has(shardId)));
  let readers = tree.takeReady().map(begin);
  while (readers.length > 0) {
    const pages = await mapInParallel(readers, SHARDS_AT_ONCE, async (reader) => ({
      reader,
      page: await reader.next(options.now()),
    }));
    for (const { page } of pages) if (page.records.length > 0) yield page.records;
    const ended = pages.filter(({ page }) => page.ended);
    for (const { reader, page } of ended) {
      tree.finish(reader.shardId);
      tree.add(page.children.map(asShard));
    }
    // Not every server names the children.
    if (ended.some(({ page }) => page.children.length === 0)) tree.add(await listShards(client, streamName));
    const reading = pages.filter(({ page }) => !page.ended && (follow || !page.caughtUp));
    const begun = tree.takeReady().map(begin);
    readers = [...reading.map(({ reader }) => reader), ...begun];
    if (readers.length > 0 && begun.length === 0)
      await options.pause(pauseAfter(reading.map(({ page }) => page)));
  }
}

function pauseAfter(pages: readonly ShardPage[]): number {
  return pages.every(({ caughtUp }) => caughtUp) ? PAUSE_CAUGHT_UP_MS : PAUSE_BEHIND_MS;
}

function isClosed({ SequenceNumberRange }: Shard): boolean {
  return SequenceNumberRange?.EndingSequenceNumber !== undefined;
}

/** A shard that came into being while we read is new from its first record on. */
function positionIn(from: TailStart, wasListed: boolean): ShardPosition {
  if (from === 'start' || !wasListed) return { ShardIteratorType: 'TRIM_HORIZON' };
  if (from === 'latest') return { ShardIteratorType: 'LATEST' };
  return { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(from) };
}

function asShard({ ShardId, ParentShards = [] }: ShardPage['children'][number]): Shard {
  const [ParentShardId, AdjacentParentShardId] = ParentShards;
  return {
    ShardId,
    ...(ParentShardId === undefined ? {} : { ParentShardId }),
    ...(AdjacentParentShardId === undefined ? {} : { AdjacentParentShardId }),
    HashKeyRange: undefined,
    SequenceNumberRange: undefined,
  };
}

async function listShards(client: KinesisClient, streamName: string): Promise<Shard[]> {
  const shards: Shard[] = [];
  let nextToken: string | undefined;
  do {
    const page: ListShardsCommandOutput = await client.send(
      // A token stands for the stream, which must not be named beside it.
      new ListShardsCommand(nextToken === undefined ? { StreamName: streamName } : { NextToken: nextToken }),
    );
    shards.push(...(page.Shards ?? []));
    nextToken = page.NextToken;
  } while (nextToken !== undefined);
  return shards;
}
