import { afterEach, describe, expect, it } from '@jest/globals';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  ResourceInUseException,
  ResourceNotFoundException,
  type StreamStatus,
} from '@aws-sdk/client-kinesis';
import { mockClient } from 'aws-sdk-client-mock';
import { ensureStream } from '../../../local/stream/ensure-stream.ts';

const kinesis = mockClient(KinesisClient);
afterEach(() => {
  kinesis.reset();
});

const MISSING = new ResourceNotFoundException({ message: 'missing', $metadata: {} });

function virtualClock(): { monotonic: () => number; sleep: (milliseconds: number) => Promise<void> } {
  let now = 0;
  return {
    monotonic: () => now,
    sleep: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

function answer(...statuses: (StreamStatus | 'missing')[]): void {
  const describe = kinesis.on(DescribeStreamSummaryCommand);
  const summary = (status: StreamStatus) => ({
    StreamDescriptionSummary: { StreamStatus: status } as never,
  });
  statuses.forEach((status, index) => {
    const isLast = index === statuses.length - 1;
    if (status === 'missing') describe[isLast ? 'rejects' : 'rejectsOnce'](MISSING);
    else describe[isLast ? 'resolves' : 'resolvesOnce'](summary(status));
  });
}

function ensure(clock = virtualClock()): Promise<void> {
  const client = new KinesisClient({ region: 'eu-west-2' });
  return ensureStream({ client, streamName: 'programmes', shards: 3, clock });
}

describe('ensureStream', () => {
  it('leaves an existing stream unchanged', async () => {
    answer('ACTIVE');

    await ensure();

    expect(kinesis.commandCalls(CreateStreamCommand)).toHaveLength(0);
  });

  it('creates a missing stream and waits until it is active', async () => {
    answer('missing', 'CREATING', 'CREATING', 'ACTIVE');
    kinesis.on(CreateStreamCommand).resolves({});

    await ensure();

    expect(kinesis.commandCalls(CreateStreamCommand).map(({ args }) => args[0].input)).toEqual([
      { StreamName: 'programmes', ShardCount: 3 },
    ]);
  });

  it('waits for a stream that is being updated, or that another caller creates', async () => {
    answer('UPDATING', 'missing', 'CREATING', 'ACTIVE');
    kinesis.on(CreateStreamCommand).rejects(new ResourceInUseException({ message: 'in use', $metadata: {} }));

    await expect(ensure()).resolves.toBeUndefined();
  });

  it('gives up on a stream that is being deleted', async () => {
    answer('DELETING');

    await expect(ensure()).rejects.toMatchObject({
      name: 'NotActiveError',
      message: 'the stream programmes is DELETING and does not become ACTIVE',
    });
  });

  it('gives up after two minutes', async () => {
    answer('CREATING');
    const clock = virtualClock();

    await expect(ensure(clock)).rejects.toMatchObject({ name: 'NotActiveError', status: 'CREATING' });
    expect(clock.monotonic()).toBeGreaterThanOrEqual(120_000);
    expect(clock.monotonic()).toBeLessThan(122_000);
  });

  it('passes other errors on', async () => {
    kinesis.on(DescribeStreamSummaryCommand).rejects(new Error('no network'));

    await expect(ensure()).rejects.toThrow('no network');
  });
});
