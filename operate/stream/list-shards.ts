import { ListShardsCommand, type ListShardsCommandOutput, type Shard } from '@aws-sdk/client-kinesis';
import type { Access } from './stream-access.ts';

/** All shards of a stream that hold records still, the closed ones among them. */
export async function listShards({ client, streamName, signal }: Access): Promise<Shard[]> {
  const shards: Shard[] = [];
  let nextToken: string | undefined;
  do {
    const page: ListShardsCommandOutput = await client.send(
      // A token stands for the stream, which must not be named beside it.
      new ListShardsCommand(nextToken === undefined ? { StreamName: streamName } : { NextToken: nextToken }),
      { abortSignal: signal },
    );
    shards.push(...(page.Shards ?? []));
    nextToken = page.NextToken;
  } while (nextToken !== undefined);
  return shards;
}
