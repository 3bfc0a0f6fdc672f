import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DescribeStreamSummaryCommand, PutRecordsCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { build } from 'esbuild';
import { encodeAggregatedRecord } from '../../../events/kpl/encode.ts';
import { createKinesisClient } from '../../../local/stream/kinesis-client.ts';
import { ensureStream } from '../../../local/stream/ensure-stream.ts';
import type { LocalStream } from '../../../local/stream/kinesis-local.ts';
import { readStream } from '../../../operate/stream/read-stream.ts';
import { markStream } from '../../../operate/stream/stream-mark.ts';
import { summariseStream } from '../../../operate/stream/summarise-stream.ts';
import { bytesOf, eventOf } from '../../operate/stream/support/events.ts';
import { CODE_CACHE } from './support/code-cache.ts';
import { clock, KINESIS_LOCAL, LAUNCHER, startLocalKinesis } from './support/local-kinesis.ts';

// Real processes: on a busy machine they take seconds to start.
jest.setTimeout(60_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinesis-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Returns the error code of a failed connection, or undefined if it succeeds. */
async function connectionError(port: number, host: string): Promise<string | undefined> {
  const socket = connect(port, host);
  try {
    await once(socket, 'connect');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  } finally {
    socket.destroy();
  }
}

/** Sends a request as a web page can. */
function ask({ endpoint }: LocalStream, headers: Record<string, string>, agent: Agent): Promise<Asked> {
  const target = {
    'X-Amz-Target': 'Kinesis_20131202.ListStreams',
    'Content-Type': 'application/x-amz-json-1.1',
  };
  return new Promise((resolve, reject) => {
    const call = request(
      endpoint,
      { method: 'POST', headers: { ...target, ...headers }, agent },
      (response) => {
        response
          .resume()
          .once('end', () => resolve({ status: response.statusCode, headers: response.headers }));
      },
    );
    call.once('error', reject).end('{}');
  });
}

interface Asked {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
}

const portOf = ({ endpoint }: { endpoint: string }) => Number(new URL(endpoint).port);

describe('a local stream', () => {
  let stream: LocalStream;
  let client: KinesisClient;
  beforeAll(async () => {
    stream = await startLocalKinesis();
    client = createKinesisClient(stream);
  });
  afterAll(async () => {
    client.destroy();
    await stream.close();
  });

  const put = (entries: readonly (readonly [key: string, data: Uint8Array])[]) =>
    client.send(
      new PutRecordsCommand({
        StreamName: stream.streamName,
        Records: entries.map(([key, data]) => ({ PartitionKey: key, Data: data })),
      }),
    );
  const access = () => ({ client, streamName: stream.streamName, clock });

  it('has the requested number of shards', async () => {
    const { StreamDescriptionSummary: summary } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName: 'programmes' }),
    );

    expect(summary).toMatchObject({ StreamStatus: 'ACTIVE', OpenShardCount: 2 });
  });

  it('is found by the SDK with its environment variables', () => {
    expect(stream.environment).toEqual({
      AWS_ENDPOINT_URL_KINESIS: stream.endpoint,
      AWS_REGION: 'eu-west-2',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      STREAM_NAME: 'programmes',
    });
  });

  it('listens on 127.0.0.1 only', async () => {
    expect(await connectionError(portOf(stream), '127.0.0.1')).toBeUndefined();
    expect(await connectionError(portOf(stream), '127.0.0.2')).toBeDefined();
  });

  it.each([
    ['a page of another origin', { Origin: 'http://evil.example' }],
    ['a preflight request', { Origin: 'http://evil.example', 'Access-Control-Request-Method': 'POST' }],
    ['a name that was pointed at this machine', { Host: 'evil.example' }],
  ])('refuses %s, and allows no origin to read', async (_, headers) => {
    const agent = new Agent({ keepAlive: true });
    const program = await ask(stream, {}, agent);
    const page = await ask(stream, headers, agent);
    agent.destroy();

    // A program is answered, although with an error: the request is not signed.
    expect(program.status).toBe(400);
    expect(page.status).toBe(403);
    expect(page.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('returns all records of all shards in pages, and only new records after a mark', async () => {
    const ids = Array.from({ length: 500 }, (_, index) => index + 1);
    await put(ids.map((id) => [String(id), bytesOf(eventOf(id))]));
    const mark = await markStream(access());
    await put([
      [
        '501',
        encodeAggregatedRecord([501, 502].map((id) => ({ partitionKey: '501', data: bytesOf(eventOf(id)) }))),
      ],
      ['503', bytesOf(eventOf(503))],
      ['503', bytesOf(eventOf(503))],
      ['504', bytesOf('something else')],
    ]);

    expect(await summariseStream(readStream({ ...access(), from: 'start' }))).toMatchObject({
      records: 504,
      events: 504,
      distinctIds: 503,
      faults: 1,
    });
    expect(await summariseStream(readStream({ ...access(), from: mark }))).toMatchObject({
      records: 4,
      events: 4,
      distinctIds: 3,
      faults: 1,
    });
    const old = {
      ...mark,
      takenAt: mark.takenAt,
      iterators: new Map([...mark.iterators].map(([id]) => [id, ''])),
    };
    const later = {
      now: () => mark.takenAt + 3_600_000,
      monotonic: () => clock.monotonic(),
      sleep: clock.sleep.bind(clock),
    };
    expect(await summariseStream(readStream({ ...access(), clock: later, from: old }))).toMatchObject({
      records: 4,
    });
  });

  it('returns all records of one millisecond in one shard', async () => {
    const streamName = 'burst';
    await ensureStream({ client, streamName, shards: 1, clock });
    const ids = Array.from({ length: 100 }, (_, index) => index + 1);
    await client.send(
      new PutRecordsCommand({
        StreamName: streamName,
        Records: ids.map((id) => ({ PartitionKey: String(id), Data: bytesOf(eventOf(id)) })),
      }),
    );

    expect(await summariseStream(readStream({ client, streamName, clock, from: 'start' }))).toMatchObject({
      records: 100,
      distinctIds: 100,
    });
  });

  it('names its port when the port is in use', async () => {
    const port = portOf(stream);

    await expect(startLocalKinesis({ port })).rejects.toMatchObject({
      name: 'StreamStartError',
      port,
      message: `the local Kinesis cannot start: port ${port} is in use`,
    });
  });
});

describe('the end of a local stream', () => {
  it('is immediate and idempotent, and replaces a damaged code cache', async () => {
    const codeCache = join(folder, 'cache', 'code');
    const first = await startLocalKinesis({ codeCache });
    await Promise.all([first.close(), first.close()]);
    await first.close();
    const written = await readFile(codeCache);

    expect(await connectionError(portOf(first), '127.0.0.1')).toBe('ECONNREFUSED');
    expect(written.length).toBeGreaterThan(1_000_000);

    await writeFile(codeCache, 'broken');
    const second = await startLocalKinesis({ codeCache });
    await second.close();

    expect((await readFile(codeCache)).length).toBeGreaterThan(1_000_000);
  });

  it('is reported only if it is unexpected', async () => {
    const killed = await startLocalKinesis();
    process.kill(killed.processId, 'SIGKILL');
    await killed.ended;

    const closed = await startLocalKinesis();
    const told = jest.fn();
    void closed.ended.then(told);
    await closed.close();
    await killed.close();

    expect(told).not.toHaveBeenCalled();
  });

  let parentScript: string;
  beforeAll(async () => {
    parentScript = join(folder, 'parent.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'support/parent-process.ts')],
      outfile: parentScript,
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('comes when its parent ends by %s', async (signal) => {
    const parent = spawn(process.execPath, [parentScript, LAUNCHER, KINESIS_LOCAL, CODE_CACHE], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string];
    const port = portOf({ endpoint: line.trim() });
    const before = await connectionError(port, '127.0.0.1');
    parent.kill(signal);
    // If the child lives on, the timeout of the test ends this.
    while ((await connectionError(port, '127.0.0.1')) !== 'ECONNREFUSED');

    expect(before).toBeUndefined();
  });
});

describe('startStream', () => {
  it("reports the child's standard error when it exits early", async () => {
    const kinesisLocal = join(folder, 'nowhere.js');

    await expect(startLocalKinesis({ kinesisLocal })).rejects.toMatchObject({
      name: 'StreamStartError',
      message: expect.stringMatching(/^the local Kinesis cannot start: it exited with 1\n/),
      stderrTail: expect.stringContaining(`ENOENT: no such file or directory, open '${kinesisLocal}'`),
    });
  });

  it('kills a child that does not listen yet at once when the start is aborted', async () => {
    const kinesisLocal = join(folder, 'busy.js');
    const begun = join(folder, 'begun');
    await writeFile(
      kinesisLocal,
      `require('node:fs').writeFileSync(${JSON.stringify(begun)}, String(process.pid)); for (;;);`,
    );
    const start = new AbortController();
    const waits: number[] = [];
    const watched = {
      now: () => 0,
      monotonic: () => 0,
      sleep: (milliseconds: number, signal: AbortSignal) => {
        waits.push(milliseconds);
        return clock.sleep(milliseconds, signal);
      },
    };
    const starting = startLocalKinesis({ kinesisLocal, clock: watched, signal: start.signal });
    // If the child never begins, the timeout of the test ends this.
    while ((await readFile(begun, 'utf8').catch(() => '')) === '');
    start.abort(new Error('enough'));

    await expect(starting).rejects.toThrow('enough');
    expect(waits).toEqual([30_000]);
    const processId = Number(await readFile(begun, 'utf8'));
    expect(() => process.kill(processId, 0)).toThrow('ESRCH');
  });

  it('gives up on a child that does not respond, and kills it', async () => {
    const kinesisLocal = join(folder, 'silent.js');
    await writeFile(kinesisLocal, 'setInterval(() => {}, 1000);');
    const impatient = { now: () => 0, monotonic: () => 0, sleep: () => Promise.resolve() };

    await expect(startLocalKinesis({ kinesisLocal, clock: impatient })).rejects.toMatchObject({
      name: 'StreamStartError',
      message: 'the local Kinesis cannot start: it did not respond for 30 s',
    });
  });
});
