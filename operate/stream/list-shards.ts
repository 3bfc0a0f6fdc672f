import { ListShardsCommand, type ListShardsCommandOutput, type Shard } from '@aws-sdk/client-kinesis';
import type { Access } from './stream-access.ts';

/** Lists all shards of a stream that still hold records, including closed ones. */
export async function listShards({ client, streamName, signal }: Access): Promise<Shard[]> {
  const shards: Shard[] = [];
  let nextToken: string | undefined;
  do {
    const page: ListShardsCommandOutput = await client.send(
      // A token includes the stream, so the name must be omitted.
      new ListShardsCommand(nextToken === undefined ? { StreamName: streamName } : { NextToken: nextToken }),
      { abortSignal: signal },
    );
    shards.push(...(page.Shards ?? []));
    nextToken = page.NextToken;
  } while (nextToken !== undefined);
  return shards;
}
