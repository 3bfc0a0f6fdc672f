import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { KinesisStreamEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { writeFailure } from '../../../local/event-source-mapping/failure-folder.ts';
import { firstFailureIn, lambdaEventOf } from '../../../local/event-source-mapping/lambda-event.ts';
import {
  startEventSourceMapping,
  type EventSourceMapping,
} from '../../../local/event-source-mapping/event-source-mapping.ts';
import { ensureStream } from '../../../local/stream/ensure-stream.ts';
import { createKinesisClient } from '../../../local/stream/kinesis-client.ts';
import type { LocalStream } from '../../../local/stream/kinesis-local.ts';
import type { StreamRecord } from '../../../operate/stream/stream-record.ts';
import { settled } from '../../support/settled.ts';
import { clock, startLocalKinesis } from '../stream/support/local-kinesis.ts';

const SOURCE = {
  region: 'eu-west-2',
  streamArn: 'arn:aws:kinesis:eu-west-2:000000000000:stream/titles',
  roleArn: 'arn:aws:iam::000000000000:role/update-catalogue',
  functionArn: 'arn:aws:lambda:eu-west-2:000000000000:function:update-catalogue',
  mappingId: '00000000-0000-4000-8000-000000000000',
};
const SETTINGS = { batchSize: 10, maximumRetryAttempts: 2, maximumRecordAgeInSeconds: 3_600 };

let kinesis: LocalStream;
let client: KinesisClient;
let streams = 0;
let streamName: string;
let mapping: EventSourceMapping | undefined;

beforeAll(async () => {
  kinesis = await startLocalKinesis();
  client = createKinesisClient(kinesis);
});
afterAll(async () => {
  client.destroy();
  await kinesis.close();
});
beforeEach(async () => {
  streamName = `mapped-${(streams += 1)}`;
  await ensureStream({ client, streamName, shards: 2, clock });
});
const folders: string[] = [];
afterEach(async () => {
  await mapping?.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const put = (...texts: readonly string[]) =>
  client.send(
    new PutRecordsCommand({
      StreamName: streamName,
      Records: texts.map((text) => ({ PartitionKey: text, Data: Buffer.from(text) })),
    }),
  );

/** Maps the stream to a function that fails at some texts. Returns what it took and what was given up. */
function mapped(isBad: (text: string) => boolean = () => false) {
  const folder = mkdtempSync(join(tmpdir(), 'tvguide-failures-'));
  folders.push(folder);
  const batches: KinesisStreamEvent[] = [];
  const taken: string[] = [];
  mapping = startEventSourceMapping({
    ...SETTINGS,
    stream: { client, streamName, clock },
    invoke(records: readonly StreamRecord[]) {
      const event = lambdaEventOf(records, SOURCE);
      batches.push(event);
      const texts = event.Records.map(({ kinesis: { data } }) => Buffer.from(data, 'base64').toString());
      const failed = event.Records.filter((_, index) => isBad(texts[index]!));
      taken.push(...texts.filter((text) => !isBad(text)));
      const batchItemFailures = failed.map((record) => ({ itemIdentifier: record.kinesis.sequenceNumber }));
      return Promise.resolve(firstFailureIn({ batchItemFailures }, records));
    },
    giveUp: (failed) =>
      writeFailure(folder, failed, SOURCE, { now: Date.UTC(2026, 10, 29), id: 'one' }).then(() => undefined),
    warn(message) {
      throw new Error(message);
    },
  });
  const failures = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
    );
  return { mapping, batches, taken, failures, folder };
}

describe('an event source mapping', () => {
  it('delivers every record of every shard, in batches', async () => {
    const texts = Array.from({ length: 45 }, (_, index) => `text-${index}`);
    await put(...texts);
    const { taken, batches, mapping: running } = mapped();
    await running.drain();

    expect([...taken].sort()).toEqual([...texts].sort());
    expect(batches.every(({ Records }) => Records.length <= 10)).toBe(true);
    expect(batches[0]?.Records[0]).toMatchObject({
      eventSource: 'aws:kinesis',
      eventID: expect.stringMatching(/^shardId-\d{12}:\d+$/),
      eventSourceARN: SOURCE.streamArn,
      kinesis: { kinesisSchemaVersion: '1.0', approximateArrivalTimestamp: expect.any(Number) },
    });
  });

  it('delivers records that arrive later', async () => {
    const { taken, mapping: running } = mapped();
    await put('early');
    await put('late');
    await running.drain();

    expect([...taken].sort()).toEqual(['early', 'late']);
  });

  it('gives up one bad record as the object that Lambda writes to S3, with its payload, and continues', async () => {
    const texts = Array.from({ length: 30 }, (_, index) => `text-${index}`);
    await put(...texts);
    const { taken, failures, folder, mapping: running } = mapped((text) => text === 'text-7');
    await running.drain();

    expect(new Set(taken).size).toBe(29);
    const [file] = failures();
    expect(failures()).toHaveLength(1);
    expect(file?.slice(folder.length)).toMatch(
      /^\/aws\/lambda\/[-0]+4000-8000-0+\/shardId-\d{12}\/2026\/11\/29\/2026-11-29T00\.00\.00-one$/,
    );
    const object = JSON.parse(readFileSync(file!, 'utf8')) as { readonly payload: string };
    expect(object).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
      KinesisBatchInfo: { batchSize: 1, streamArn: SOURCE.streamArn },
    });
    const { Records } = JSON.parse(object.payload) as KinesisStreamEvent;
    expect(Records.map(({ kinesis: { data } }) => Buffer.from(data, 'base64').toString())).toEqual([
      'text-7',
    ]);
  });

  it('ends in the middle of retries when it is closed', async () => {
    await put('bad');
    const { batches, failures, mapping: running } = mapped(() => true);
    await settled(() => batches.length > 0);
    await running.close();

    expect(failures()).toEqual([]);
  });
});

describe('the report of a function', () => {
  const records = ['1', '2', '3'].map((sequenceNumber) => ({ sequenceNumber }) as StreamRecord);
  const report = (...ids: readonly unknown[]) => ({
    batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
  });

  it.each([
    ['nothing', null, null],
    ['an empty report', { batchItemFailures: [] }, null],
    ['null', { batchItemFailures: null }, null],
    ['one record', report('2'), 1],
    ['several records', report('3', '2'), 1],
    ['an empty id', report(''), 0],
    ['an id that is not in the batch', report('9', '3'), 0],
    ['no id', { batchItemFailures: [{}] }, 0],
  ])('of %s names the first failed record', (_, response, expected) => {
    expect(firstFailureIn(response, records)).toBe(expected);
  });
});
