import { GetShardIteratorCommand } from '@aws-sdk/client-kinesis';
import { listShards } from './list-shards.ts';
import { abortable, type StreamAccess, withSignal } from './stream-access.ts';

/**
 * A position in a stream: in each shard that it had then, behind its last record.
 *
 * What comes after a mark is known exactly for five minutes, as long as an iterator of Kinesis lives. After that
 * Kinesis is asked by time: records that others wrote in the same instant, or a clock that differs from the server's,
 * then count.
 */
export interface StreamMark {
  /** Epoch milliseconds. */
  readonly takenAt: number;
  /** By shard. */
  readonly iterators: ReadonlyMap<string, string>;
}

/** Remembers where a stream ends now, so that what is written from now on can be read alone. */
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
