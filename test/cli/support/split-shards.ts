import { ListShardsCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import { createKinesisClient } from '../../../local/stream/kinesis-client.ts';
import { pause } from './pause.ts';

/** Splits every open shard of a stream in the middle, one after the other, as Kinesis wants it. */
export async function splitAllShards(endpoint: string, streamName: string): Promise<void> {
  const client = createKinesisClient({ endpoint, region: 'eu-west-2' });
  try {
    const list = async () =>
      (await client.send(new ListShardsCommand({ StreamName: streamName }))).Shards ?? [];
    const open = (await list()).filter(
      ({ SequenceNumberRange: range }) => range?.EndingSequenceNumber === undefined,
    );
    for (const { ShardId, HashKeyRange: range } of open) {
      const [from, to] = [BigInt(range?.StartingHashKey ?? 0), BigInt(range?.EndingHashKey ?? 0)];
      const NewStartingHashKey = String((from + to) / 2n);
      for (;;) {
        try {
          await client.send(
            new SplitShardCommand({ StreamName: streamName, ShardToSplit: ShardId, NewStartingHashKey }),
          );
          break;
        } catch (error) {
          // The stream is UPDATING still, after the split before.
          if ((error as Error).name !== 'ResourceInUseException') throw error;
          await pause();
        }
      }
    }
    // Only when all of them have children is the stream as it will be.
    while ((await list()).length < open.length * 3) await pause();
  } finally {
    client.destroy();
  }
}
