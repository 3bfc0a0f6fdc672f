import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { KinesisStreamEvent } from 'aws-lambda';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { encodeAggregatedRecord } from '../../../events/kpl/encode.ts';
import { openConsumer } from '../../../local/composition/open-consumer.ts';
import { Closers } from '../../../local/stepfunctions/index.ts';
import { ensureStream } from '../../../local/stream/ensure-stream.ts';
import { createKinesisClient, LOCAL_CREDENTIALS } from '../../../local/stream/kinesis-client.ts';
import type { LocalStream } from '../../../local/stream/kinesis-local.ts';
import { eventOn } from '../../consumer/catalogue/support/events.ts';
import { openDynamodb, type OpenDynamodb } from '../dynamodb/support/local-dynamodb.ts';
import { clock, startLocalKinesis } from '../stream/support/local-kinesis.ts';

// A process with a Kinesis of its own, and the pauses before five retries.
jest.setTimeout(60_000);

let folder: string;
let kinesis: LocalStream;
let client: KinesisClient;
let database: OpenDynamodb;
const closers = new Closers();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'open-consumer-'));
  [kinesis, database] = await Promise.all([startLocalKinesis(), openDynamodb()]);
  client = createKinesisClient(kinesis);
});
afterEach(async () => {
  await closers.close();
  client.destroy();
  await Promise.all([kinesis.close(), database.close(), rm(folder, { recursive: true })]);
});

it('sets one poison record in an aggregate of 50 aside with its data, and holds up nothing behind it', async () => {
  await ensureStream({ client, streamName: kinesis.streamName, shards: 2, clock });
  const bytesOf = (event: unknown) => Buffer.from(JSON.stringify(event));
  const event = (titleId: number) => eventOn({ titleId, day: 1, services: [203] });
  const parts = Array.from({ length: 50 }, (_, index) => {
    const data = bytesOf(index === 17 ? { ...event(18), subject: 'seven' } : event(index + 1));
    return { partitionKey: 'one shard', data };
  });
  const aggregate = encodeAggregatedRecord(parts);
  const Records = [bytesOf(event(100)), aggregate, bytesOf(event(101))].map((Data) => ({
    PartitionKey: 'one shard',
    Data,
  }));
  await client.send(new PutRecordsCommand({ StreamName: kinesis.streamName, Records }));

  const said: string[] = [];
  const consumer = await openConsumer(
    {
      ...{ dataFolder: folder, warn: (message) => said.push(message) },
      watchmode: { kind: 'stand-in', catalogue: [], seed: 0 },
    },
    {
      stream: { ...kinesis, credentials: LOCAL_CREDENTIALS, isShared: false },
      ...{ clock, dynamodb: database.dynamodb, taskLog: { writeLine: () => undefined } },
    },
    closers,
  );
  await consumer.drain();

  expect(await consumer.count()).toEqual({ titles: 51, rows: 51 });
  const files = await readdir(join(folder, 'failed-records'), { recursive: true, withFileTypes: true });
  const [file, ...others] = files
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  expect(others).toEqual([]);
  const { payload } = JSON.parse(await readFile(file!, 'utf8')) as { readonly payload: string };
  const failed = (JSON.parse(payload) as KinesisStreamEvent).Records.map(({ kinesis: { data } }) => data);
  expect(failed).toEqual([Buffer.from(aggregate).toString('base64')]);
  expect(said).toEqual([
    `the consumer gave up 1 of the stream's records (RetryAttemptsExhausted): ${file!}; \`tvguide replay --local --failed\` says what is wrong with it, and takes it once that is corrected`,
  ]);
});
