import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import plan from '../../../../events/examples/run-summary/plan.json' with { type: 'json' };
import { clientSettings } from '../../../../operate/aws/client-settings.ts';
import { checkRuntime } from '../../../../cli/commands/doctor/local-runtime.ts';
import { checkFolder } from '../../../../cli/commands/doctor/local-folder.ts';
import { writeLocalEndpoints } from '../../../../operate/endpoints/local-endpoints.ts';
import { runCli } from '../../support/fake-io.ts';

/** A process id that no process has. */
const GONE = 2 ** 22 + 1;

const ARN = 'arn:aws:states:eu-west-2:000000000000:stateMachine:title-ingestion';

interface Check {
  readonly name: string;
  readonly verdict: string;
  readonly detail: string;
  readonly remedy?: string;
}

let cwd: string;
let server: Server;
let address: string;
/** The answer to ListExecutions. */
let succeeded: { executionArn: string; stopDate: number }[];
/** The outputs of the executions, in the order in which they are asked for. */
let outputs: string[];

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'tvguide-doctor-'));
  succeeded = [{ executionArn: `${ARN}:run`, stopDate: 1_700_000_000 }];
  outputs = [];
  server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).replace(/.*\./, '');
    const answers: Record<string, object> = {
      ListStateMachines: { stateMachines: [{ name: 'title-ingestion', stateMachineArn: ARN }] },
      ListExecutions: { executions: succeeded },
      DescribeExecution: { output: operation === 'DescribeExecution' ? outputs.shift() : undefined },
      DescribeStreamSummary: { StreamDescriptionSummary: { StreamStatus: 'ACTIVE', OpenShardCount: 2 } },
    };
    response.end(JSON.stringify(answers[operation] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(cwd, { recursive: true });
});

async function doctor(args: readonly string[] = [], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await runCli(['doctor', '--local', '--json', ...args], { cwd, env });
  const { checks } = JSON.parse(stdout) as { checks: Check[] };
  return { code, stderr, of: (wanted: string) => checks.find(({ name }) => name === wanted) };
}

describe('doctor --local', () => {
  it('creates nothing where it is run', async () => {
    const { of, code } = await doctor();

    expect(of('.local')).toEqual({
      name: '.local',
      verdict: 'ok',
      detail: `${join(cwd, '.local')} is not there yet: the first run creates it`,
    });
    expect(await readdir(cwd)).toEqual([]);
    expect(code).toBe(0);
  });

  it('names the folder above that has the data', async () => {
    await mkdir(join(cwd, '.local', 'executions'), { recursive: true });
    const data = cwd;
    cwd = join(cwd, 'a', 'b');
    await mkdir(cwd, { recursive: true });
    const { of } = await doctor();
    cwd = data;

    expect(of('.local')).toMatchObject({
      verdict: 'warning',
      detail: `${join(data, 'a', 'b', '.local')} is not there, and ${join(data, '.local')} is`,
      remedy: `cd ${data}`,
    });
  });

  it('asks the runtime instead of believing its file', async () => {
    await writeLocalEndpoints(cwd, { pid: process.pid, stepFunctions: address, kinesis: address });
    const { of } = await doctor();

    expect(of('runtime')).toMatchObject({ verdict: 'ok', detail: `up at ${address}` });
    expect(of('last success')).toMatchObject({ detail: expect.stringMatching(/^run, /) });
    expect(of('stream')).toMatchObject({ verdict: 'ok' });
  });

  it('takes no plan for the last success, which fetched and published nothing', async () => {
    await writeLocalEndpoints(cwd, { pid: process.pid, stepFunctions: address });
    const [run] = succeeded;
    succeeded = [{ ...run!, executionArn: `${ARN}:plan` }, run!];
    outputs = [JSON.stringify(plan)];
    expect((await doctor()).of('last success')).toMatchObject({ detail: expect.stringMatching(/^run, /) });

    outputs = [JSON.stringify(plan), JSON.stringify(plan)];
    expect((await doctor()).of('last success')).toMatchObject({
      verdict: 'warning',
      detail: 'no run has succeeded yet',
    });

    succeeded = Array.from({ length: 20 }, () => run!);
    outputs = succeeded.map(() => JSON.stringify(plan));
    expect((await doctor()).of('last success')).toMatchObject({
      verdict: 'warning',
      detail: 'the newest 20 executions that succeeded are plans',
    });
  });

  it('tells of a file whose process is another one', async () => {
    await writeLocalEndpoints(cwd, { pid: process.pid, stepFunctions: 'http://127.0.0.1:9' });
    // Between the realms of Jest, the SDK loses the code of a real one.
    const refusing = mockClient(SFNClient);
    refusing.rejects(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    const { of, code } = await doctor();
    refusing.restore();

    expect(of('runtime')).toMatchObject({
      verdict: 'failed',
      detail: `.local/endpoints.json names process ${process.pid} at http://127.0.0.1:9, and nothing listens there`,
    });
    expect(of('last success')).toMatchObject({ verdict: 'skipped' });
    expect(of('stream')).toMatchObject({ verdict: 'skipped' });
    expect(code).toBe(1);
  });

  it('reports a file in the place of the folder as the findings of its checks', async () => {
    await writeFile(join(cwd, '.local'), '');
    const { of, code, stderr } = await doctor();

    expect(of('.local')).toMatchObject({ verdict: 'failed', detail: `${join(cwd, '.local')} is a file` });
    expect(of('runtime')).toMatchObject({
      verdict: 'failed',
      detail: expect.stringContaining('cannot read'),
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it.each([
    ['--endpoint-url', () => doctor(['--endpoint-url', address])],
    ['the variable', () => doctor([], { TVGUIDE_LOCAL_ENDPOINT: address })],
  ])('checks the runtime of %s', async (_, check) => {
    await writeLocalEndpoints(cwd, { pid: GONE, stepFunctions: 'http://127.0.0.1:9' });
    const { of } = await check();

    expect(of('runtime')).toMatchObject({ verdict: 'ok', detail: `up at ${address}` });
    expect(of('last success')).toMatchObject({ detail: expect.stringMatching(/^run, /) });
    expect(of('stream')).toMatchObject({
      verdict: 'skipped',
      detail: 'the address of its Kinesis is not known: set TVGUIDE_LOCAL_KINESIS_ENDPOINT',
    });
  });

  it('asks the Kinesis of the variable', async () => {
    const { of } = await doctor(['--endpoint-url', address], { TVGUIDE_LOCAL_KINESIS_ENDPOINT: address });

    expect(of('stream')).toMatchObject({ verdict: 'ok', detail: expect.stringContaining('ACTIVE') });
  });

  it('reports settings of Watchmode that cannot be used', async () => {
    const { of } = await doctor([], { WATCHMODE_API_KEY: 'k', WATCHMODE_BASE_URL: 'junk' });

    expect(of('Watchmode key')).toMatchObject({
      verdict: 'failed',
      detail: expect.stringContaining('WATCHMODE_BASE_URL'),
    });
  });
});

describe('the disk', () => {
  it.each([
    [0, 'failed', 'the disk has no room: 0 bytes are free'],
    [50_000_000, 'warning', 'the disk has little room: 50.0 MB are free'],
    [1e12, 'ok', ' is not there yet: the first run creates it'],
  ])('with %d free bytes is %s', async (bytes, verdict, detail) => {
    expect(await checkFolder(cwd, () => Promise.resolve(bytes))).toMatchObject({
      verdict,
      detail: expect.stringContaining(detail),
    });
  });
});

describe('the ports of a runtime that is not up', () => {
  const check = (kind: 'MISSING' | 'DAMAGED' | 'GONE', ports: readonly number[], endpointUrl: string) => {
    const target = { isLocal: true, region: 'eu-west-2', endpointUrl };
    const { signal: interrupted } = new AbortController();
    const endpoints =
      kind === 'GONE' ? { kind, endpoints: { pid: GONE, stepFunctions: endpointUrl } } : { kind };
    const client = new SFNClient(clientSettings(target, { interrupted }));
    const facts = { client, target, isGiven: false, endpoints, ports, interrupted };
    return checkRuntime(facts, () => undefined).finally(() => client.destroy());
  };
  // Every machine has a free port 0.
  const FREE = [0, 0];

  it.each([
    ['MISSING', 'ok', 'not up, ports 0, 0 are free: `tvguide up` starts it'],
    ['GONE', 'ok', 'not up, since its last process was killed, ports 0, 0 are free: `tvguide up` starts it'],
    ['DAMAGED', 'warning', 'not up, ports 0, 0 are free; .local/endpoints.json is damaged'],
  ] as const)('are free with a file that is %s', async (kind, verdict, detail) => {
    expect(await check(kind, FREE, 'http://127.0.0.1:9')).toMatchObject({ verdict, detail });
  });

  it('may belong to a runtime that was started in another folder', async () => {
    const { port } = server.address() as AddressInfo;
    expect(await check('MISSING', [port, 0], address)).toEqual({
      verdict: 'ok',
      detail: `up at ${address}, started in another folder`,
    });
  });

  it('may be in use by another program', async () => {
    const { port } = server.address() as AddressInfo;
    server
      .removeAllListeners('request')
      .on('request', (_, response: ServerResponse) => response.end('hello'));
    const found = { verdict: 'warning', detail: `not up, port ${port} is in use` };
    expect(await check('MISSING', [port, 0], address)).toMatchObject(found);
    expect(await check('MISSING', [0, port], address)).toMatchObject(found);
  });
});
