import { type KinesisClient, DeleteStreamCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../consumer/handler.ts';
import { encodeAggregatedRecord } from '../../../events/kpl/encode.ts';
import type { StreamEvent } from '../../../events/types.ts';
import { lambdaEventOf } from '../../../local/event-source-mapping/lambda-event.ts';
import { ensureStream } from '../../../local/stream/ensure-stream.ts';
import { createKinesisClient } from '../../../local/stream/kinesis-client.ts';
import type { LocalStream } from '../../../local/stream/kinesis-local.ts';
import { writeLocalEndpoints } from '../../../operate/endpoints/local-endpoints.ts';
import { decodeEvents } from '../../../operate/stream/decode-events.ts';
import { readStream } from '../../../operate/stream/read-stream.ts';
import type { StreamRecord } from '../../../operate/stream/stream-record.ts';
import { openDynamodb, type OpenDynamodb } from '../../local/dynamodb/support/local-dynamodb.ts';
import { clock, startLocalKinesis } from '../../local/stream/support/local-kinesis.ts';
import { settled } from '../../support/settled.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/child.ts';
import { type FakeIoOptions, runCli } from '../support/fake-io.ts';
import {
  createCatalogue,
  SOURCE,
  STORY,
  SWEEP,
  TABLE,
  type TestCatalogue,
} from './replay/support/catalogue.ts';

let kinesis: LocalStream;
let client: KinesisClient;
let dynamodb: OpenDynamodb;
let folder: TemporaryFolder;
let catalogue: TestCatalogue;
let streams = 0;
let streamName: string;

beforeAll(async () => {
  [kinesis, dynamodb] = await Promise.all([startLocalKinesis(), openDynamodb()]);
  client = createKinesisClient(kinesis);
});
afterAll(async () => {
  client.destroy();
  await Promise.all([kinesis.close(), dynamodb.close()]);
});
beforeEach(async () => {
  streamName = `replayed-${(streams += 1)}`;
  folder = await temporaryFolder();
  [catalogue] = await Promise.all([
    createCatalogue(dynamodb),
    ensureStream({ client, streamName, shards: 2, clock }),
    writeLocalEndpoints(folder.path, {
      pid: process.pid,
      stepFunctions: 'http://127.0.0.1:9',
      kinesis: kinesis.endpoint,
      dynamodb: dynamodb.dynamodb.endpoint,
      streamName,
    }),
  ]);
});
afterEach(async () => {
  await Promise.all([
    catalogue.drop(),
    client.send(new DeleteStreamCommand({ StreamName: streamName })),
    folder.remove(),
  ]);
});

const replay = (args: readonly string[], options: FakeIoOptions = {}) =>
  runCli(['replay', '--local', ...args], { cwd: folder.path, now: Date.now(), ...options });

const bytesOf = (event: unknown) => Buffer.from(JSON.stringify(event));

/** Puts records on the stream; several events become one aggregated record. */
async function put(...records: readonly (readonly StreamEvent[] | Uint8Array)[]): Promise<void> {
  await client.send(
    new PutRecordsCommand({
      StreamName: streamName,
      Records: records.map((record) => {
        if (record instanceof Uint8Array) return { PartitionKey: 'poison', Data: record };
        const parts = record.map((event) => ({ partitionKey: event.subject, data: bytesOf(event) }));
        const [first] = parts;
        return {
          PartitionKey: first?.partitionKey ?? '',
          Data: parts.length === 1 ? first?.data : encodeAggregatedRecord(parts),
        };
      }),
    }),
  );
}

async function recordsOnStream(): Promise<StreamRecord[]> {
  const records: StreamRecord[] = [];
  for await (const page of readStream({ client, streamName, clock, from: 'start', pauseMs: 0 })) {
    records.push(...page);
  }
  return records;
}

/** Gives records to the consumer as Lambda does. */
async function consume(records: readonly StreamRecord[]): Promise<void> {
  const handler = createHandler(
    { ...dynamodb.dynamodb.environment, CATALOGUE_TABLE: TABLE, KEEP_DAYS: '30', LOG_LEVEL: 'error' },
    { writeLine: () => undefined },
  );
  const context = { awsRequestId: 'one', getRemainingTimeInMillis: () => 60_000 };
  await handler(lambdaEventOf(records, SOURCE), context);
}

describe('tvguide replay', () => {
  it('rebuilds a dropped table, which equals the former; another replay changes nothing', async () => {
    await put([STORY[0]], STORY.slice(1, 4), [STORY[4]], [STORY[5]]);
    await consume(await recordsOnStream());
    const former = await catalogue.items();
    await catalogue.drop();
    await catalogue.create();

    const first = await replay(['--from', 'start', '--json']);
    expect(await catalogue.items()).toEqual(former);
    expect(former.length).toBeGreaterThan(10);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toEqual({
      ...{ stream: streamName, table: TABLE, records: 4, events: 6, changed: 6, faults: [] },
    });

    const second = await replay(['--from', 'start']);
    expect(second.stdout).toBe('6 events in 4 records; none changed the catalogue\n');
    expect(await catalogue.items()).toEqual(former);
  });

  it('rebuilds what sweeps have said, too, in whatever order and however often', async () => {
    await put([...STORY.slice(0, 3), ...SWEEP], STORY.slice(3), [SWEEP[1]]);
    await consume(await recordsOnStream());
    const former = await catalogue.items();
    await catalogue.drop();
    await catalogue.create();
    const { stdout } = await replay(['--from', 'start', '--json']);

    expect(await catalogue.items()).toEqual(former);
    expect(JSON.parse(stdout)).toMatchObject({ events: 10, changed: 9, faults: [] });
    expect(former.filter((item) => item.includes('"Netflix"'))).toHaveLength(1);
    expect(former.filter((item) => item.includes('region:GB:source:203'))).toHaveLength(1);
  });

  it('names the parts that are not events, adds all others, and fails', async () => {
    await put([STORY[0]], Buffer.from('no JSON'), [STORY[1]]);
    const { code, stdout, stderr } = await replay(['--from', 'start']);

    expect(stdout).toBe('2 events in 3 records; 2 changed the catalogue\n');
    expect(stderr).toMatch(/\nwarning: skipped record \d+: .*JSON/);
    expect(code).toBe(1);
  });

  describe('of a part of the stream', () => {
    /** The arrival of the second of three records, each later than the one before. */
    let second: StreamRecord;

    beforeEach(async () => {
      for (const event of STORY.slice(0, 3)) {
        await put([event]);
        const { arrivedAt } = (await recordsOnStream()).find(
          (record) => subjectOf(record) === event.subject,
        )!;
        await settled(() => Date.now() > arrivedAt);
      }
      second = (await recordsOnStream()).find((record) => subjectOf(record) === '2')!;
    });
    const subjectOf = (record: StreamRecord) => decodeEvents(record).events[0]?.subject;
    const arrival = () => new Date(second.arrivedAt).toISOString();

    it.each([
      ['--from a moment', () => ['--from', arrival()], ['2', '3']],
      ['--to a moment', () => ['--from', 'start', '--to', arrival()], ['1']],
      ['--sequence', () => ['--sequence', second.sequenceNumber], ['2', '3']],
      [
        '--sequence and --to',
        () => ['--sequence', second.sequenceNumber, '--to', new Date(second.arrivedAt + 1).toISOString()],
        ['2'],
      ],
    ])('takes what %s selects', async (_, args, titles) => {
      expect((await replay(args())).code).toBe(0);
      expect(await catalogue.titles()).toEqual(titles);
    });

    it('says if a record is not there', async () => {
      const { code, stderr } = await replay(['--sequence', '12']);
      expect(stderr).toContain(
        `tvguide: there is no record 12: it is of another stream, or has expired (the stream ${streamName} keeps records for 24 hours)\n`,
      );
      expect(code).toBe(1);
    });

    it('warns if its beginning has expired, and refuses if all of it has', async () => {
      const now = Date.parse('2026-11-29T12:00:00Z');
      const partly = await replay(['--from', '2026-11-01'], { now });
      expect(partly.stderr).toContain(
        '\nwarning: what arrived before 2026-11-28T12:00:00Z has expired: a title without a later event is not replayed\n',
      );
      expect(partly.code).toBe(0);

      const all = await replay(['--from', '2026-11-01', '--to', '2026-11-02'], { now });
      expect(all.stderr).toContain(
        `tvguide: all of it has expired: the stream ${streamName} keeps records for 24 hours, and begins at 2026-11-28T12:00:00Z\n`,
      );
      expect(all.code).toBe(1);
    });
  });

  it('says in a line that there is no catalogue, and that there is no stream', async () => {
    await put([STORY[0]]);
    await catalogue.drop();
    const noTable = await replay(['--from', 'start', '--quiet']);
    expect(noTable.stderr).toBe(
      `tvguide: there is no catalogue ${TABLE}: fill it with \`tvguide run --consume\`, or keep \`tvguide up\` running\n`,
    );
    expect(noTable.code).toBe(1);

    await writeLocalEndpoints(folder.path, {
      ...{ pid: process.pid, stepFunctions: 'http://127.0.0.1:9', streamName: 'missing' },
      kinesis: kinesis.endpoint,
    });
    const noStream = await replay(['--from', 'start', '--quiet']);
    expect(noStream.stderr).toMatch(/^tvguide: Kinesis says ResourceNotFoundException: [^\n]*\n$/);
    expect(noStream.code).toBe(1);
  });
});

describe('tvguide replay --publish', () => {
  it('asks, and publishes each event again once, with the same id and time', async () => {
    await put(STORY.slice(0, 2), [STORY[2]], [STORY[2]]);
    const { code, stdout, io } = await replay(['--publish', '--from', 'start'], { answers: ['y'] });

    expect(io.questions).toEqual(['Publish 3 events again? [y/N] ']);
    expect(stdout).toBe(`published 3 events to ${streamName}\n`);
    expect(code).toBe(0);
    const events = (await recordsOnStream()).flatMap((record) => decodeEvents(record).events);
    expect(STORY.slice(0, 3).map(({ id }) => events.filter((event) => event.id === id))).toEqual([
      [STORY[0], STORY[0]],
      [STORY[1], STORY[1]],
      [STORY[2], STORY[2], STORY[2]],
    ]);
  });

  it('names what is not an event, publishes all others, and fails', async () => {
    await put([STORY[0]], Buffer.from('no JSON'));
    const { code, stdout, stderr } = await replay(['--publish', '--from', 'start', '--yes', '--json']);

    expect(JSON.parse(stdout)).toEqual({
      ...{ stream: streamName, published: 1 },
      faults: [expect.stringMatching(/^record \d+ .*JSON/)],
    });
    expect(stderr).toMatch(/^warning: skipped record \d+ .*JSON/);
    expect(code).toBe(1);
  });

  it('asks nothing if there is nothing to publish', async () => {
    const { code, stdout, stderr, io } = await replay(['--publish', '--from', 'start'], { answers: [] });

    expect(io.questions).toEqual([]);
    expect({ code, stdout, stderr }).toEqual({
      ...{ code: 0, stderr: '' },
      stdout: `published 0 events to ${streamName}\n`,
    });
  });

  it('publishes nothing unless the answer is yes', async () => {
    await put([STORY[0]]);
    const { code, stderr } = await replay(['--publish', '--from', 'start'], { answers: ['n'] });

    expect(stderr).toMatch(/receives them again, with the same id and time\.\nnothing was published\n$/);
    expect(code).toBe(1);
    expect(await recordsOnStream()).toHaveLength(1);
  });
});
