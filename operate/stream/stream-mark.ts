import { GetShardIteratorCommand } from '@aws-sdk/client-kinesis';
import { listShards } from './list-shards.ts';
import { abortable, type StreamAccess, withSignal } from './stream-access.ts';

/**
 * A position in a stream: the end of each shard at a moment.
 *
 * A mark is exact for five minutes, until its Kinesis iterators expire. After that, records are selected by time, which
 * depends on the server's clock and may include records of the same instant.
 */
export interface StreamMark {
  /** Epoch milliseconds. */
  readonly takenAt: number;
  /** By shard. */
  readonly iterators: ReadonlyMap<string, string>;
}

/**
 * Marks the current end of a stream, to read only later records.
 * @example
 * const mark = await markStream(access);
 * for await (const records of readStream({ ...access, from: mark })) count(records);
 */
export function markStream(options: StreamAccess): Promise<StreamMark> {
  const access = withSignal(options);
  const { client, streamName, clock, signal } = access;
  const takenAt = clock.now();
  return abortable(signal, async () => {
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
    return { takenAt, iterators: new Map(iterators) };
  });
}
