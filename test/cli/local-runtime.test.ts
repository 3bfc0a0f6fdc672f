import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { LocalEndpoints } from '../../operate/endpoints/local-endpoints.ts';
import {
  type Ended,
  type RunningChild,
  startTvguide,
  folderForRuns,
  tvguide,
  type TemporaryFolder,
  withoutPath,
} from './support/child.ts';
import { runHere } from './support/run-here.ts';
import { splitAllShards } from './support/split-shards.ts';
import { API_KEY, type RefusingWatchmode, startRefusingWatchmode } from './support/refusing-watchmode.ts';

const TITLES = 20;
const REFUSED = 9_000_001;
const GOOD = [9_000_008, 9_000_015];

// Many processes are started, on machines that may be busy.
jest.setTimeout(60_000);

/**
 * Commands against the runtime of this machine, which is a process of its own with a real Kinesis behind it, as are
 * those of them that show how a process looks to its user.
 */
describe('the commands against the runtime of this machine', () => {
  let folder: TemporaryFolder;
  let watchmode: RefusingWatchmode;
  let runtime: RunningChild;
  let endpoints: LocalEndpoints;
  let failedRun: Ended;

  const local = (...args: string[]) => runHere([...args, '--local'], { cwd: folder.path });
  const asProcess = (...args: string[]) => tvguide([...args, '--local'], { cwd: folder.path });
  const json = (ended: Ended): Record<string, unknown> => JSON.parse(ended.stdout) as Record<string, unknown>;

  beforeAll(async () => {
    folder = await folderForRuns();
    watchmode = await startRefusingWatchmode(TITLES);
    const env = { WATCHMODE_API_KEY: API_KEY, WATCHMODE_BASE_URL: watchmode.url };
    runtime = startTvguide(['up', '--port', '0', '--json', '--live'], { cwd: folder.path, env });
    endpoints = JSON.parse(await runtime.firstLine) as LocalEndpoints;
    watchmode.refused.add(String(REFUSED));
    failedRun = await asProcess('start', '--name', 'failed-run', '--watch');
  });

  afterAll(async () => {
    await runtime.stop('SIGINT');
    await watchmode.close();
    await folder.remove();
  });

  it('up names its endpoints in one line of JSON', () => {
    const loopback = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(endpoints).toEqual({
      pid: expect.any(Number),
      stepFunctions: loopback,
      kinesis: loopback,
      streamName: 'ProgrammeDataStream',
      dynamodb: loopback,
      watchmode: watchmode.url,
      console: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?key=/),
      stateMachineArn: 'arn:aws:states:eu-west-2:000000000000:stateMachine:title-ingestion',
    });
    expect(runtime.output.stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  it('up refuses to share its folder with another one', async () => {
    const { code, stdout, stderr } = await runHere(['up', '--port', '0'], { cwd: folder.path });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^tvguide: .*\.local.*\n$/);
  });

  it('up says which port is in use', async () => {
    const other = await folderForRuns();
    const port = new URL(endpoints.stepFunctions).port;
    const { code, stderr } = await runHere(['up', '--bare', '--port', port], { cwd: other.path });
    await other.remove();
    expect(code).toBe(1);
    expect(stderr).toContain(`port ${port} is in use`);
    expect(stderr).toContain('--port 0');
  });

  it('start --watch tells what failed and how to go on', () => {
    const { code, stdout, stderr } = failedRun;
    expect(stdout).toMatch(
      /^Run failed after .*\n\n  execution   failed-run\n  state       Ingest titles\n  error       States\.ExceedToleratedFailureThreshold\n/,
    );
    expect(stdout).toMatch(
      / {2}because +Watchmode\.Unauthorized: .*\n +in Fetch title details, title \d+ \S.*\n/,
    );
    expect(stderr).toContain('✔ List new titles');
    expect(stderr).toContain('✖ Ingest titles');
    expect(stderr).toMatch(/^why: {5}\S+.* why failed-run --local$/m);
    expect(code).toBe(1);
  });

  it('why follows the failure to the very title', async () => {
    const [forMachines, forPeople] = await Promise.all([
      local('why', 'failed-run', '--json'),
      asProcess('why', 'failed-run'),
    ]);
    expect(json(forMachines)).toMatchObject({
      status: 'FAILED',
      causes: [
        {
          state: 'Fetch title details',
          error: 'Watchmode.Unauthorized',
          attempts: 1,
          allowedRetries: 0,
          titleIds: [REFUSED],
          log: expect.arrayContaining([
            expect.objectContaining({ request: `GET /title/${REFUSED}/details`, status: 401 }),
          ]),
        },
      ],
    });
    expect(forPeople.stdout).toMatch(new RegExp(`log .* request="GET /title/${REFUSED}/details"`));
    expect(forPeople.stdout).toMatch(
      /A redrive runs again only what did not succeed: node \S+tvguide\.mjs redrive failed-run --local\n/,
    );
    expect(forPeople.stderr).toBe('');
    expect([forMachines.code, forPeople.code]).toEqual([0, 0]);
  });

  it('list, show, history and watch agree about the run', async () => {
    const list = await local('list', '--status', 'FAILED', '--limit', '1000', '--json');
    const show = await local('show', 'failed-run', '--json');
    const history = await local('history', 'failed-run', '--json', '--reverse', '--limit', '1');
    const watch = await local('watch', 'failed-run', '--json', '--quiet');
    expect(json(list)['executions']).toContainEqual(
      expect.objectContaining({ name: 'failed-run', status: 'FAILED', redriveCount: 0 }),
    );
    expect(json(show)).toMatchObject({
      status: 'FAILED',
      redriveStatus: 'REDRIVABLE',
      states: [
        { name: 'List new titles', status: 'succeeded' },
        { name: 'Any new titles?', status: 'succeeded' },
        { name: 'Ingest titles', status: 'failed', mapRunArn: expect.stringContaining(':mapRun:') },
      ],
    });
    expect(json(history)).toMatchObject({ type: 'ExecutionFailed' });
    expect(json(watch)).toMatchObject({ status: 'FAILED', failedState: 'Ingest titles' });
    expect([list, show, history, watch].map(({ code }) => code)).toEqual([0, 0, 0, 1]);
  });

  it('graph colours the states of the run by what happened, those of its children among them', async () => {
    const { code, stdout } = await local('graph', 'failed-run');
    const ids = new Map(
      [...stdout.matchAll(/(s\d+) ?(?:\[|\{)"([^"<]+)/g)].map(([, id, name]) => [name, id]),
    );
    const colour = (name: string) => new RegExp(`class ${ids.get(name) ?? '?'} (\\w+)`).exec(stdout)?.[1];
    expect(['List new titles', 'Ingest titles', 'Fetch title details', 'Summarise run'].map(colour)).toEqual([
      'succeeded',
      'failed',
      'failed',
      undefined,
    ]);
    expect(stdout).toMatch(/"Ingest titles<br\/>\d+ of 20 titles, \d+ failed"/);
    expect(code).toBe(0);
  });

  it('redrive runs again what failed, and the stream holds each title once', async () => {
    const titles = [REFUSED, ...GOOD].join(',');
    const unfinished = await local(
      'start',
      '--title-ids',
      titles,
      '--name',
      'to-redrive',
      '--watch',
      '--json',
      '--quiet',
    );
    expect(json(unfinished)).toMatchObject({ status: 'FAILED' });
    const unasked = await asProcess('redrive', 'to-redrive');
    expect(unasked).toEqual({
      code: 2,
      stdout: '',
      stderr: 'tvguide: redrive asks before it acts, and there is no terminal to ask on: add --yes\n',
    });

    watchmode.refused.clear();
    const redriven = await local('redrive', 'to-redrive', '--yes', '--watch', '--json', '--quiet');
    watchmode.refused.add(String(REFUSED));
    expect(json(redriven)).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
      output: { discovered: 3, published: 3, skipped: 0, rejected: 0 },
    });
    expect(redriven).toMatchObject({ code: 0, stderr: '' });

    const [again, tail] = await Promise.all([
      local('redrive', 'to-redrive', '--yes'),
      asProcess('tail', '--unique', '--json'),
    ]);
    expect(again).toEqual({
      code: 1,
      stdout: '',
      stderr: 'tvguide: to-redrive cannot be redriven: Execution is SUCCEEDED\n',
    });
    const events = tail.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; subject: string });
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(events.filter(({ subject }) => subject === String(REFUSED))).toHaveLength(1);
    expect(tail.code).toBe(0);
  });

  it('backfill stops where a run fails, and goes on from there', async () => {
    const backfill = () =>
      local('backfill', '--window', '2026-01-01..2026-01-04', '--max-titles', '2', '--yes', '--json');
    watchmode.refused.add('all');
    const first = await backfill();
    expect(json(first)).toMatchObject({ runs: 3, results: [{ action: 'started', status: 'FAILED' }] });
    expect(first.code).toBe(1);

    watchmode.refused.clear();
    const second = await backfill();
    const third = await backfill();
    watchmode.refused.add(String(REFUSED));
    expect(json(second)).toMatchObject({
      results: [
        { action: 'redriven', status: 'SUCCEEDED' },
        { action: 'started', status: 'SUCCEEDED' },
        { action: 'started', status: 'SUCCEEDED' },
      ],
    });
    expect(json(third)).toMatchObject({
      results: [{ action: 'already done' }, { action: 'already done' }, { action: 'already done' }],
    });
    expect([second.code, third.code]).toEqual([0, 0]);
  });

  it('test-state runs one state alone, with a mocked error that its Catch takes', async () => {
    const input = join(folder.path, 'title.json');
    await writeFile(input, '{"titleId": 7, "regions": ["GB"]}');
    const args = ['test-state', 'Fetch title details', '--input', input, '--json'];
    const caught = await local(...args, '--mock-error', 'Watchmode.TitleNotFound');
    const real = await local(...args);
    expect(json(caught)).toMatchObject({
      status: 'CAUGHT_ERROR',
      error: 'Watchmode.TitleNotFound',
      input: { titleId: 7, regions: ['GB'] },
      nextState: 'Set aside title',
    });
    expect(json(real)).toMatchObject({ status: 'CAUGHT_ERROR', error: 'Watchmode.TitleNotFound' });
    expect([caught.code, real.code]).toEqual([0, 0]);
  });

  it('tail --follow goes on through a resharding, until it is stopped', async () => {
    const publish = () => local('start', '--title-ids', GOOD.join(','), '--watch', '--quiet', '--json');
    const count = async () => (await local('tail', '--json')).stdout.trimEnd().split('\n').length;
    await publish();
    const before = await count();
    const follow = startTvguide(['tail', '--local', '--from', 'start', '--follow', '--json'], {
      cwd: folder.path,
    });
    await follow.lines(before);
    await splitAllShards(endpoints.kinesis ?? '', 'ProgrammeDataStream');
    await publish();
    const after = await count();
    expect(after).toBe(before + GOOD.length);
    const events = (await follow.lines(after)).map((line) => JSON.parse(line) as { specversion: string });
    expect(events.every(({ specversion }) => specversion === '1.0')).toBe(true);
    expect((await follow.stop('SIGINT')).code).toBe(130);
  });

  it('a run whose process was killed is INTERRUPTED, and can be redriven', async () => {
    const own = await folderForRuns();
    const slow = await startRefusingWatchmode(TITLES);
    const env = { WATCHMODE_API_KEY: API_KEY, WATCHMODE_BASE_URL: slow.url };
    // With the stream that is there already: its content does not matter here.
    const args = ['up', '--port', '0', '--json', '--live', '--endpoint-kinesis', endpoints.kinesis ?? ''];
    const up = () => startTvguide(args, { cwd: own.path, env });
    const there = (...args: string[]) => runHere([...args, '--local'], { cwd: own.path });

    slow.silent = true;
    const fetching = slow.nextDetails();
    const killed = up();
    await killed.firstLine;
    await there('start', '--name', 'cut-off', '--title-ids', GOOD.join(','));
    await fetching;
    await killed.stop('SIGKILL');

    slow.silent = false;
    const next = up();
    await next.firstLine;
    const watch = await there('watch', 'cut-off', '--json', '--quiet');
    const why = await there('why', 'cut-off', '--json');
    const redrive = await there('redrive', 'cut-off', '--yes', '--watch', '--json', '--quiet');
    await next.stop('SIGINT');
    await slow.close();
    await own.remove();

    expect(JSON.parse(watch.stdout)).toMatchObject({ status: 'INTERRUPTED', redriveCount: 0 });
    expect(watch.code).toBe(1);
    expect(JSON.parse(why.stdout)).toMatchObject({
      status: 'INTERRUPTED',
      redriveStatus: 'REDRIVABLE',
      stopped: {
        how: 'was interrupted: the process that ran it has ended',
        // The part of the history that was on disk by then varies.
        state: expect.stringMatching(/^(List new|Ingest) titles$/),
      },
      causes: [],
    });
    expect(JSON.parse(redrive.stdout)).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
      output: { discovered: GOOD.length, published: GOOD.length },
    });
    expect(redrive.code).toBe(0);
  });
});

describe('a runtime of its own', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await folderForRuns();
  });
  afterEach(() => folder.remove());

  const bare = () => startTvguide(['up', '--bare', '--port', '0', '--json'], { cwd: folder.path });

  it('up --bare creates nothing, and succeeds on Ctrl-C', async () => {
    const runtime = bare();
    const { stepFunctions, ...rest } = JSON.parse(await runtime.firstLine) as LocalEndpoints;
    expect(rest).toEqual({ pid: expect.any(Number) });
    const list = await runHere(['list', '--local'], { cwd: folder.path });
    expect(list).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'tvguide: there is no state machine title-ingestion, nor any other: start the runtime without --bare\n',
    });
    const ended = await runtime.stop('SIGINT');
    expect(ended).toMatchObject({ code: 0, stderr: expect.stringMatching(/stopping\n$/) });
    expect(await readdir(join(folder.path, '.local'))).not.toContain('endpoints.json');
    expect(stepFunctions).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('a killed one does not prevent the next start', async () => {
    const killed = bare();
    await killed.firstLine;
    await killed.stop('SIGKILL');
    const next = bare();
    expect(JSON.parse(await next.firstLine)).toMatchObject({ stepFunctions: expect.any(String) });
    expect((await next.stop('SIGTERM')).code).toBe(0);
  });

  it('doctor --local looks over this machine', async () => {
    const { code, stdout, stderr } = await runHere(['doctor', '--local', '--json'], { cwd: folder.path });
    const { checks } = JSON.parse(stdout) as { checks: { name: string; verdict: string }[] };
    expect(checks.map(({ name }) => name)).toEqual([
      'Node.js',
      '.local',
      'kinesis-local',
      'runtime',
      'last success',
      'stream',
      'Watchmode key',
    ]);
    expect(checks.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('--local without a runtime', () => {
  it('says how to start one', async () => {
    const folder = await folderForRuns();
    const env = { TVGUIDE_LOCAL_ENDPOINT: 'http://127.0.0.1:1' };
    const ended = await tvguide(['list', '--local'], { cwd: folder.path, env });
    await folder.remove();
    expect({ ...ended, stderr: withoutPath(ended.stderr) }).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'tvguide: nothing listens at http://127.0.0.1:1: start the local runtime with `tvguide up`, or name its address with --endpoint-url\n',
    });
  });
});
