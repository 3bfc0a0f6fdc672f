import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KinesisClient, PutRecordsCommand, type PutRecordsCommandInput } from '@aws-sdk/client-kinesis';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import type { Entry } from '../../../../tasks/shared/stream/entry.ts';
import { createPublisher } from '../../../../tasks/shared/stream/publisher.ts';
import { FakeClock, invocation } from '../../support/ports.ts';

let kinesis: AwsClientStub<KinesisClient>;
const ACCEPTED = { SequenceNumber: '1', ShardId: 'shardId-000000000000' };
const throttled = (code = 'ProvisionedThroughputExceededException') => ({
  ErrorCode: code,
  ErrorMessage: 'slow down',
});

beforeEach(() => {
  kinesis = mockClient(KinesisClient);
});
afterEach(() => kinesis.restore());

const entriesOf = (...keys: string[]): Entry[] =>
  keys.map((key) => ({ partitionKey: key, data: Buffer.from(`data ${key}`, 'utf8') }));

/** Answers each call with results made from its entries. */
function answer(results: (keys: string[], call: number) => object[]): void {
  let calls = 0;
  kinesis.on(PutRecordsCommand).callsFake(({ Records = [] }: PutRecordsCommandInput) => {
    calls += 1;
    return {
      Records: results(
        Records.map(({ PartitionKey = '' }) => PartitionKey),
        calls,
      ),
    };
  });
}

/** The partition keys of each call, in order. */
const sentKeys = () =>
  kinesis
    .commandCalls(PutRecordsCommand)
    .map(({ args }) => args[0].input.Records?.map(({ PartitionKey }) => PartitionKey));

function publish(entries: readonly Entry[], options: { random?: number; remainingMs?: number } = {}) {
  const { random = 0.5, remainingMs = 60_000 } = options;
  const clock = new FakeClock(0);
  const publisher = createPublisher({
    client: new KinesisClient({ region: 'eu-west-2' }),
    streamName: 'titles',
    clock,
    random: () => random,
  });
  return {
    report: publisher(
      entries,
      invocation(() => remainingMs - clock.now()),
    ),
    clock,
  };
}

describe('publishing', () => {
  it('puts entries onto the stream, keys and bytes as they are', async () => {
    answer((keys) => keys.map(() => ACCEPTED));

    expect(await publish(entriesOf('1', '2')).report).toEqual({ retried: 0 });
    expect(kinesis.commandCalls(PutRecordsCommand).map(({ args }) => args[0].input)).toEqual([
      {
        StreamName: 'titles',
        Records: [
          { PartitionKey: '1', Data: Buffer.from('data 1', 'utf8') },
          { PartitionKey: '2', Data: Buffer.from('data 2', 'utf8') },
        ],
      },
    ]);
  });

  it('calls nobody without entries', async () => {
    expect(await publish([]).report).toEqual({ retried: 0 });
    expect(sentKeys()).toEqual([]);
  });

  it('sends only rejected entries again, in their order', async () => {
    answer((keys, call) =>
      keys.map((key) => (call === 1 && ['2', '4', '5'].includes(key) ? throttled() : ACCEPTED)),
    );

    expect(await publish(entriesOf('1', '2', '3', '4', '5')).report).toEqual({ retried: 3 });
    expect(sentKeys()).toEqual([
      ['1', '2', '3', '4', '5'],
      ['2', '4', '5'],
    ]);
  });

  it('finishes one call before the next, so that entries keep their order', async () => {
    const entries = entriesOf(...Array.from({ length: 501 }, (_, index) => String(index)));
    answer((keys, call) => keys.map((key) => (call === 1 && key === '0' ? throttled() : ACCEPTED)));

    expect(await publish(entries).report).toEqual({ retried: 1 });
    expect(sentKeys().map((keys) => keys?.length)).toEqual([500, 1, 1]);
    expect(sentKeys()[1]).toEqual(['0']);
  });

  it('pauses at random below a ceiling that doubles up to two seconds', async () => {
    answer((keys, call) => keys.map(() => (call <= 7 ? throttled() : ACCEPTED)));
    const { report, clock } = publish(entriesOf('1'), { random: 0.999_999 });

    expect(await report).toEqual({ retried: 7 });
    expect(clock.sleeps).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);

    answer((keys, call) => keys.map(() => (call <= 2 ? throttled() : ACCEPTED)));
    const quick = publish(entriesOf('1'), { random: 0 });
    await quick.report;
    expect(quick.clock.sleeps).toEqual([0, 0]);
  });

  it('gives up after eight attempts, and reports the rest with the reason', async () => {
    answer((keys, call) =>
      keys.map((key) => {
        if (key === '1') return ACCEPTED;
        return call === 8 && key === '3' ? throttled('InternalFailure') : throttled();
      }),
    );

    await expect(publish(entriesOf('1', '2', '3')).report).rejects.toMatchObject({
      name: 'Stream.Throttled',
      streamName: 'titles',
      rejected: 2,
      attempts: 8,
      errorCodes: ['ProvisionedThroughputExceededException', 'InternalFailure'],
    });
    expect(sentKeys()).toHaveLength(8);
  });

  it('gives up when the invocation has no time left for another attempt', async () => {
    answer((keys) => keys.map(() => throttled()));
    const { report, clock } = publish(entriesOf('1'), { random: 1, remainingMs: 3_000 });

    await expect(report).rejects.toMatchObject({ name: 'Stream.Throttled', attempts: 4 });
    expect(clock.now()).toBeLessThan(1_000);
  });

  it.each([
    [2_100, 1],
    [2_101, 2],
  ])('keeps two seconds for what follows: of %i ms it takes %i attempts', async (remainingMs, attempts) => {
    answer((keys) => keys.map(() => throttled()));
    const { report } = publish(entriesOf('1'), { random: 1, remainingMs });

    await expect(report).rejects.toMatchObject({ name: 'Stream.Throttled', attempts });
  });

  it('does not treat a failed call as a partial failure', async () => {
    const cause = Object.assign(new Error('no such stream'), { name: 'ResourceNotFoundException' });
    kinesis.on(PutRecordsCommand).rejects(cause);

    await expect(publish(entriesOf('1')).report).rejects.toMatchObject({
      name: 'Stream.Unavailable',
      message: 'The stream titles cannot be written: ResourceNotFoundException: no such stream',
      cause,
    });
    expect(sentKeys()).toHaveLength(1);
  });

  it('does not trust an answer with fewer results than entries', async () => {
    answer(() => [ACCEPTED]);

    await expect(publish(entriesOf('1', '2')).report).rejects.toMatchObject({
      name: 'Stream.Unavailable',
      message: expect.stringContaining('1 results for 2 entries'),
    });
  });

  it('accounts for every entry after any rejections', async () => {
    const plan = fc.array(fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), {
      minLength: 7,
      maxLength: 7,
    });
    await fc.assert(
      fc.asyncProperty(plan, async (rejections) => {
        kinesis.reset();
        const accepted: string[] = [];
        answer((keys, call) =>
          keys.map((key) => {
            if (rejections[call - 1]?.[Number(key)] === true) return throttled();
            accepted.push(key);
            return ACCEPTED;
          }),
        );
        const keys = Array.from({ length: 12 }, (_, index) => String(index));

        await publish(entriesOf(...keys)).report;

        expect(accepted.toSorted((left, right) => Number(left) - Number(right))).toEqual(keys);
      }),
      { numRuns: 30 },
    );
  });
});
