import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import { ensureActive, type Waiting } from '../ensure-active.ts';

export interface StreamOptions extends Waiting {
  readonly client: KinesisClient;
  readonly streamName: string;
  /** The number of shards of a new stream. An existing stream keeps its shards. */
  readonly shards: number;
}

/**
 * Creates a stream if it is missing, and waits until it is active.
 *
 * @throws NotActiveError if the stream is being deleted, or after two minutes
 */
export async function ensureStream(options: StreamOptions): Promise<void> {
  const { client, streamName, shards } = options;
  const describe = new DescribeStreamSummaryCommand({ StreamName: streamName });
  const create = new CreateStreamCommand({ StreamName: streamName, ShardCount: shards });
  const stream = {
    name: `the stream ${streamName}`,
    describe: async (signal: { abortSignal: AbortSignal }) =>
      (await client.send(describe, signal)).StreamDescriptionSummary?.StreamStatus,
    create: (signal: { abortSignal: AbortSignal }) => client.send(create, signal),
  };
  await ensureActive(stream, options);
}
