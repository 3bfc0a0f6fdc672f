import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { createKinesisClient } from '../../../local/stream/kinesis-client.ts';
import type { LocalStream } from '../../../local/stream/kinesis-local.ts';
import { startLocalKinesis } from './local-kinesis.ts';

describe('startStream', () => {
  let stream: LocalStream;
  beforeAll(async () => {
    stream = await startLocalKinesis();
  });
  afterAll(async () => {
    await stream.close();
  });

  it('gives the stream its shards', async () => {
    const client = createKinesisClient(stream);
    const { StreamDescriptionSummary: summary } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName: 'programmes' }),
    );
    expect(summary).toMatchObject({ StreamStatus: 'ACTIVE', OpenShardCount: 2 });
  });
});
