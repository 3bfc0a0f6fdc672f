import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { republish } from '../../../operate/replay/republish.ts';
import type { StreamRecord } from '../../../operate/stream/stream-record.ts';
import { FakeIo } from '../../cli/support/fake-io.ts';
import { eventOn } from '../../consumer/catalogue/support/events.ts';

const kinesis = mockClient(KinesisClient);
const io = new FakeIo();
const options = { client: new KinesisClient({ region: 'eu-west-2' }), streamName: 'programmes', io };

const events = [1, 2, 3].map((day) => eventOn({ day, services: [203] }));
const ids = new Set(events.map(({ id }) => id));
const recordOf = (event: unknown): StreamRecord => ({
  ...{ shardId: 'one', sequenceNumber: '1', partitionKey: '1', arrivedAt: 0 },
  data: Buffer.from(JSON.stringify(event)),
});

beforeEach(() => {
  kinesis.reset();
  kinesis.on(PutRecordsCommand).callsFake(({ Records }: { readonly Records: readonly unknown[] }) => ({
    Records: Records.map(() => ({ SequenceNumber: '1', ShardId: 'one' })),
  }));
});

const published = () =>
  kinesis.commandCalls(PutRecordsCommand).flatMap(({ args: [{ input }] }) =>
    (input.Records ?? []).map(({ PartitionKey, Data }) => ({
      key: PartitionKey,
      event: JSON.parse(Buffer.from(Data ?? []).toString()) as unknown,
    })),
  );

describe('publishing again', () => {
  it('ends before the events that it has published itself', async () => {
    /** A stream that grows as long as it is read. */
    async function* growing() {
      await Promise.resolve();
      for (;;) yield events.map(recordOf);
    }

    expect(await republish(growing(), ids, options)).toBe(3);
    expect(published()).toEqual(events.map((event) => ({ key: event.subject, event })));
  });

  it('sends again what the stream rejects', async () => {
    kinesis.reset();
    kinesis
      .on(PutRecordsCommand)
      .resolvesOnce({
        Records: [{ SequenceNumber: '1' }, { ErrorCode: 'ProvisionedThroughputExceededException' }],
      })
      .resolves({ Records: [{ SequenceNumber: '2' }] });

    expect(await republish(pageOf(...events.slice(0, 2)), ids, options)).toBe(2);
    expect(published().map(({ event }) => event)).toEqual([events[0], events[1], events[1]]);
  });

  it("rejects with the SDK's error", async () => {
    const refused = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    kinesis.on(PutRecordsCommand).rejects(refused);

    await expect(republish(pageOf(...events), ids, options)).rejects.toBe(refused);
  });
});

async function* pageOf(...some: readonly unknown[]) {
  await Promise.resolve();
  yield some.map(recordOf);
}
