import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { RedriveExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { tvguide } from '../support/child.ts';
import { folderEachTest } from '../support/folder-each-test.ts';
import { runProgram } from '../../../cli/program.ts';
import { FakeIo, runCli } from '../support/fake-io.ts';
import { executionArnOf, FakeStepFunctions } from '../support/fake-step-functions.ts';
import { entered, historyOf } from '../support/history.ts';
import { settled } from '../../support/settled.ts';

const service = new FakeStepFunctions();

/** The service's handling of started executions: they succeed at once, unless a test says otherwise. */
let failing: ReadonlySet<string>;

beforeEach(() => {
  service.reset();
  failing = new Set();
  service.mock
    .on(StartExecutionCommand)
    .callsFake(async ({ name, input }: { name: string; input: string }) => {
      const { window, titleIds } = JSON.parse(input) as { window?: { start: string }; titleIds?: number[] };
      const isFailing = failing.has(window?.start.slice(0, 10) ?? String(titleIds?.[0]));
      service.add({
        name,
        description: isFailing
          ? { status: 'FAILED', error: 'Watchmode.QuotaExceeded', cause: '', redriveStatus: 'REDRIVABLE' }
          : { status: 'SUCCEEDED', redriveStatus: 'NOT_REDRIVABLE' },
      });
      return Promise.resolve({ executionArn: executionArnOf(name), startDate: new Date(0) });
    });
});

const started = () =>
  service.mock.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => ({
    name: input.name ?? '',
    input: JSON.parse(input.input ?? '') as { window: { start: string; end: string } },
  }));
const redriven = () =>
  service.mock.commandCalls(RedriveExecutionCommand).map(({ args: [{ input }] }) => input.executionArn);
const now = Date.UTC(2026, 10, 24);
const backfill = (...args: string[]) =>
  runCli(['backfill', '--window', '2026-11-01..2026-11-04', '--yes', '--json', ...args], { now });

describe('tvguide backfill', () => {
  it('says at Ctrl-C that the run goes on, and how to continue', async () => {
    const io = new FakeIo({ now });
    const listing = historyOf({ type: 'ExecutionStarted' }, entered('Task', 'List new titles', '{}', 0));
    service.mock.on(StartExecutionCommand).callsFake(({ name }: { name: string }) => {
      service.add({ name, description: { status: 'RUNNING' }, events: listing });
      return Promise.resolve({ executionArn: executionArnOf(name), startDate: new Date(0) });
    });
    const ended = runProgram(['backfill', '--window', '2026-11-01..2026-11-04', '--yes'], io);
    await settled(() => io.waits.length > 0);
    io.interruption.abort();

    expect(await ended).toBe(130);
    const [name = ''] = started().map((run) => run.name);
    expect(io.written.err.split('\n').slice(-5)).toEqual([
      `${name} goes on: only this command has ended`,
      `follow: tvguide watch ${name}`,
      `stop:   tvguide stop ${name}`,
      'resume: the same command again; it joins a run that goes on and repeats nothing that succeeded',
      '',
    ]);
  });

  it('starts a run for each part of the window, one after the other', async () => {
    const { code, stdout } = await runCli(
      ['backfill', '--window', '2026-11-01..2026-11-03T12:00Z', '--feed', 'releases', '--yes', '--json'],
      { now },
    );
    expect(started().map(({ input }) => input)).toEqual([
      { feed: 'releases', window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' } },
      { feed: 'releases', window: { start: '2026-11-02T00:00:00Z', end: '2026-11-03T00:00:00Z' } },
      { feed: 'releases', window: { start: '2026-11-03T00:00:00Z', end: '2026-11-03T12:00:00Z' } },
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      runs: 3,
      results: [{ action: 'started', status: 'SUCCEEDED' }, {}, { window: { end: '2026-11-03T12:00:00Z' } }],
    });
    expect(code).toBe(0);
  });

  it('tells what it does and costs, and asks', async () => {
    const window = ['backfill', '--window', '2026-11-01..2026-11-04'];
    const no = await runCli([...window, '--max-titles', '50'], { now, answers: ['n'] });
    expect(no.io.questions).toEqual(['Ingest these 3 runs? [y/N] ']);
    expect(no.stderr).toBe(
      `3 runs, one after the other, from 2026-11-01T00:00:00Z to 2026-11-04T00:00:00Z: 3 to start
at most 150 titles, for 300 credits: each title costs 2 credits, and each page of a listing 1
nothing was started
`,
    );
    expect(started()).toEqual([]);
    expect(no.code).toBe(1);

    failing = new Set(['2026-11-02']);
    await runCli(window, { now, answers: ['y'] });
    const again = await runCli(window, { now, answers: ['n'] });
    expect(again.stderr).toContain(': 1 succeeded already, 1 to redrive, 1 to start\n');
    expect(again.stderr).toContain(
      '2 credits, and each page of a listing 1; the titles are not known before',
    );
  });

  it('asks nothing if every run has succeeded', async () => {
    await backfill();
    const { code, io } = await runCli(['backfill', '--window', '2026-11-01..2026-11-04'], {
      now,
      answers: [],
    });
    expect(io.questions).toEqual([]);
    expect(code).toBe(0);
  });

  it('needs --yes without a terminal', async () => {
    const { code, stderr } = await runCli(['backfill', '--window', '2026-11-01..2026-11-04'], { now });
    expect(stderr).toBe(
      'tvguide: backfill asks before it acts, and there is no terminal to ask on: add --yes\n',
    );
    expect(code).toBe(2);
    expect(service.mock.calls()).toHaveLength(0);
  });

  it('gives each run a valid name that depends only on its input', async () => {
    await backfill();
    await backfill('--regions', 'IE');
    const names = started().map(({ name }) => name);
    expect(names).toHaveLength(6);
    expect(new Set(names).size).toBe(6);
    expect(names[0]).toMatch(/^backfill-20261101T000000Z-20261102T000000Z-[0-9a-f]{8}$/);
  });

  it('ends a window up to now at the last whole --every, so that a later call finds the same runs', async () => {
    const later = now + 5 * 3_600_000;
    await runCli(['backfill', '--window', '3d', '--yes', '--json'], { now: later });
    expect(started().map(({ input }) => input.window.start)).toEqual([
      '2026-11-21T00:00:00Z',
      '2026-11-22T00:00:00Z',
      '2026-11-23T00:00:00Z',
    ]);
  });

  it('repeats nothing that succeeded when it is called again', async () => {
    await backfill();
    const { code, stdout } = await backfill();
    expect(started()).toHaveLength(3);
    expect(JSON.parse(stdout).results).toMatchObject([
      { action: 'already done' },
      { action: 'already done' },
      { action: 'already done' },
    ]);
    expect(code).toBe(0);
  });

  it('stops at a run that fails, and redrives it when it is called again', async () => {
    failing = new Set(['2026-11-02']);
    const first = await backfill();
    expect(first.code).toBe(1);
    expect(first.stderr).toContain('stopped, since backfill-20261102T000000Z-20261103T000000Z-');
    expect(first.stderr).toContain('did not succeed: Watchmode.QuotaExceeded');
    expect(started().map(({ input }) => input.window.start.slice(0, 10))).toEqual([
      '2026-11-01',
      '2026-11-02',
    ]);

    const failed = executionArnOf(started()[1]!.name);
    service.mock.on(RedriveExecutionCommand).callsFake(() => {
      const { name } = service.executions.get(failed)!;
      service.add({ name, description: { status: 'SUCCEEDED', redriveCount: 1 } });
      return Promise.resolve({ redriveDate: new Date(0) });
    });
    const second = await backfill();
    expect(redriven()).toEqual([failed]);
    expect(JSON.parse(second.stdout).results).toMatchObject([
      { action: 'already done' },
      { action: 'redriven', status: 'SUCCEEDED' },
      { action: 'started', status: 'SUCCEEDED' },
    ]);
    expect(second.code).toBe(0);
  });

  it('starts a run again under another name when it can no longer be redriven', async () => {
    await backfill();
    const [{ name } = { name: '' }] = started();
    service.add({ name, description: { status: 'FAILED', redriveStatus: 'NOT_REDRIVABLE' } });
    const { stdout } = await backfill();
    expect(started().at(-1)).toMatchObject({ name: `${name}-2` });
    expect(JSON.parse(stdout).results[0]).toMatchObject({
      action: 'started',
      executionArn: executionArnOf(`${name}-2`),
    });
    // From now on the second is the one that counts.
    await backfill();
    expect(started()).toHaveLength(4);
  });

  it('joins a run that another call has started', async () => {
    await backfill();
    const [{ name } = { name: '' }] = started();
    service.add({ name, description: { status: 'RUNNING', redriveStatus: 'NOT_REDRIVABLE' } });
    const ending = runCli(['backfill', '--window', '2026-11-01..2026-11-02', '--yes', '--json'], { now });
    // It is seen running first.
    await settled();
    service.add({ name, description: { status: 'SUCCEEDED' } });
    const { stdout } = await ending;
    expect(JSON.parse(stdout).results).toMatchObject([{ action: 'joined', status: 'SUCCEEDED' }]);
    expect(started()).toHaveLength(3);
  });

  it.each([
    [[], 'say what to ingest: --window or --title-ids-file'],
    [
      ['--window', '2025-01-01..2026-01-01', '--every', '1h'],
      'this makes 8760 runs, and at most 1000 are allowed',
    ],
    [['--window', '2026-01-01..2026-01-02', '--every', 'daily'], 'Give a whole number and a unit'],
    // Such a run would fail, and every redrive of it.
    [['--window', '2026-11-20..2026-12-01'], 'the end of --window must not be later than the start of'],
    [
      ['--window', '2026-01-01..2026-01-02', '--feed', 'catalogue'],
      'the feed catalogue has no past to list: a sweep compares what services have now with the sweep before; start one with `tvguide start --feed catalogue`',
    ],
    [['--window', '2026-01-01..2026-01-02', '--regions', 'UK'], 'upper case: use GB'],
  ])('refuses %j before it calls anything', async (args, message) => {
    const { code, stderr } = await runCli(['backfill', ...args], { now });
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(service.mock.calls()).toHaveLength(0);
  });
});

describe('tvguide backfill --title-ids-file', () => {
  const folder = folderEachTest();
  const write = (text: string) => writeFile(join(folder.path, 'ids.txt'), text);
  const fromFile = (...args: string[]) =>
    runCli(['backfill', '--title-ids-file', 'ids.txt', '--yes', ...args], { now, cwd: folder.path });

  it('splits the titles of a file into runs, without duplicates, comments and empty lines', async () => {
    await write('# wanted\n3173903\n\n5 # again below\r\n7\n5\n8');
    const { code, stdout } = await fromFile('--per-run', '2', '--regions', 'IE');
    expect(started().map(({ input }) => input)).toEqual([
      { regions: ['IE'], titleIds: [3173903, 5] },
      { regions: ['IE'], titleIds: [7, 8] },
    ]);
    expect(stdout).toMatch(
      /^FIRST +LAST +EXECUTION .*\n3173903 +5 +backfill-titles-[0-9a-f]{16} +started +SUCCEEDED\n7 /,
    );
    expect(code).toBe(0);
  });

  it('reads the titles from standard input', async () => {
    const args = ['backfill', '--title-ids-file', '-', '--yes'];
    const { code, stderr } = await tvguide(args, { cwd: folder.path, input: '1\ntt0903747\n' });
    expect(stderr).toContain('tvguide: standard input line 2: "tt0903747" is not a title ID');
    expect(code).toBe(2);
  });

  it('continues where it stopped: runs are found by their titles', async () => {
    await write('1\n2\n3\n4\n');
    failing = new Set(['3']);
    const first = await fromFile('--per-run', '2', '--json');
    expect(JSON.parse(first.stdout)).toMatchObject({
      runs: 2,
      results: [{ titles: 2, firstTitle: 1, lastTitle: 2, action: 'started' }, { status: 'FAILED' }],
    });
    expect(first.code).toBe(1);
    const failed = started()[1]?.name ?? '';
    service.mock.on(RedriveExecutionCommand).callsFake(() => {
      service.add({ name: failed, description: { status: 'SUCCEEDED', redriveCount: 1 } });
      return Promise.resolve({ redriveDate: new Date(0) });
    });
    const second = await fromFile('--per-run', '2', '--json');
    expect(JSON.parse(second.stdout)).toMatchObject({
      results: [{ action: 'already done' }, { action: 'redriven' }],
    });
    expect(second.code).toBe(0);
  });

  it.each([
    ['1\ntt0903747\n', 'ids.txt line 2: "tt0903747" is not a title ID; write one whole number per line'],
    ['9999999999', 'ids.txt line 1: "9999999999" is not a title ID'],
    ['# none\n', 'ids.txt has no title IDs in it'],
    [Array.from({ length: 1001 }, (_, index) => index + 1).join('\n'), 'this makes 1001 runs'],
  ])('refuses a file with %j', async (text, message) => {
    await write(text);
    const { code, stderr } = await fromFile('--per-run', '1');
    expect(stderr).toContain(message);
    expect(started()).toEqual([]);
    expect(code).toBe(2);
  });

  it.each([
    [
      ['backfill', '--title-ids-file', 'missing.txt'],
      'cannot read the titles in missing.txt: there is no such file',
    ],
    [
      ['backfill', '--title-ids-file', 'ids.txt', '--window', '2026-11-01..2026-11-04'],
      'cannot be used with',
    ],
    [
      ['backfill', '--window', '2026-11-01..2026-11-04', '--per-run', '5'],
      '--per-run goes with --title-ids-file only',
    ],
    [['backfill'], 'say what to ingest: --window or --title-ids-file'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await runCli(args, { now, cwd: folder.path });
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
