import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  DescribeExecutionCommand,
  ExecutionNotRedrivable,
  RedriveExecutionCommand,
} from '@aws-sdk/client-sfn';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Feed } from '../../../events/types.ts';
import { judge } from '../../../tasks/judge-failed-run/judge.ts';
import { temporaryFolder } from '../support/child.ts';
import { addFailedRun } from '../support/failed-run.ts';
import { deployEachTest } from '../support/deploy-each-test.ts';
import { runCli } from '../support/fake-io.ts';
import { executionArnOf, mapRunArn } from '../support/fake-step-functions.ts';
import { settled } from '../../support/settled.ts';

const DAY_MS = 86_400_000;
const now = Date.UTC(2026, 10, 24, 10);
const { service, table } = deployEachTest();
const redriven = () =>
  service.mock.commandCalls(RedriveExecutionCommand).map(({ args: [{ input }] }) => input);

const claimedBy = (name: string, claimedAt: string, feed: Feed = 'new_titles') =>
  table.put({ feed, item: 'claim', executionArn: executionArnOf(name), claimedAt });

describe('tvguide redrive', () => {
  it('says what will run again, asks, and redrives on yes', async () => {
    const executionArn = addFailedRun(service, 'run');
    const { code, stdout, stderr, io } = await runCli(['redrive', 'run'], { answers: ['y'] });
    expect(stderr).toContain(
      'run is FAILED. A redrive runs Ingest titles again, and fetches 30 of 30 titles, for at most 60 credits. What succeeded is not repeated.',
    );
    expect(io.questions).toEqual(['Redrive run? [y/N] ']);
    expect(redriven()).toEqual([{ executionArn, clientToken: 'redrive-1' }]);
    expect(stdout).toBe(`${executionArn}\n`);
    expect(code).toBe(0);
  });

  it.each(['', 'n', 'maybe'])('leaves everything as it is on the answer %j', async (answer) => {
    addFailedRun(service, 'run');
    const { code, stderr } = await runCli(['redrive', 'run'], { answers: [answer] });
    expect(redriven()).toEqual([]);
    expect(stderr).toContain('nothing was redriven');
    expect(code).toBe(1);
  });

  it('refuses to act without a terminal, unless --yes is given', async () => {
    const { code, stderr } = await runCli(['redrive', 'run']);
    expect(stderr).toBe(
      'tvguide: redrive asks before it acts, and there is no terminal to ask on: add --yes\n',
    );
    expect(code).toBe(2);
    expect(service.mock.calls()).toHaveLength(0);
  });

  it('gives the same token for the same redrive and another for the next', async () => {
    addFailedRun(service, 'run');
    await runCli(['redrive', 'run', '--yes']);
    await runCli(['redrive', 'run', '--yes']);
    const found = service.executions.get(executionArnOf('run'))!;
    service.add({ ...found, description: { ...found.description, redriveCount: 1 } });
    await runCli(['redrive', 'run', '--yes']);
    const [first, again, next] = redriven().map(({ clientToken }) => clientToken);
    expect(again).toBe(first);
    expect(next).not.toBe(first);
  });

  it.each([0, 1, 5])(
    'sends the token that redrive-failed-run sends for the same failure, redriven %d times',
    async (redriveCount) => {
      const executionArn = addFailedRun(service, 'run');
      const found = service.executions.get(executionArn)!;
      service.add({ ...found, description: { ...found.description, redriveCount } });

      await runCli(['redrive', 'run', '--yes']);

      const { clientToken } = judge({
        ...{ status: 'FAILED', error: 'Watchmode.Unavailable', childErrors: [], overtakenBy: null },
        ...{
          redriveStatus: 'REDRIVABLE',
          redriveStatusReason: null,
          waitedSeconds: 900,
          firstWaitSeconds: 900,
        },
        ...{ redriveCount, knownRedriveCount: null },
      });
      expect(redriven()).toEqual([{ executionArn, clientToken }]);
    },
  );

  it('says who has overtaken the run and what a redrive buys twice, before it asks', async () => {
    addFailedRun(service, 'run');
    claimedBy('nightly', '2026-11-24T06:10:00.250Z');

    const { code, stderr, io } = await runCli(['redrive', 'run'], { answers: ['n'] });

    expect(stderr).toContain(
      'warning: overtaken: nightly has claimed its open window since, at 2026-11-24 06:10:00Z. A redrive may buy 30 titles twice, for at most 60 credits.\n',
    );
    expect(stderr.indexOf('overtaken: nightly')).toBeLessThan(stderr.indexOf('nothing was redriven'));
    expect(io.questions).toEqual(['Redrive run? [y/N] ']);
    expect(redriven()).toEqual([]);
    expect(code).toBe(1);
  });

  it('says the same with --yes, and goes on', async () => {
    addFailedRun(service, 'run');
    claimedBy('nightly', '2026-11-24T06:10:00Z');

    const { code, stdout, stderr } = await runCli(['redrive', '--last', '--yes', '--json']);

    expect(stderr).toContain('overtaken: nightly has claimed');
    expect(JSON.parse(stdout)).toMatchObject({ overtakenBy: executionArnOf('nightly'), creditsTwice: 60 });
    expect(redriven()).toHaveLength(1);
    expect(code).toBe(0);
  });

  it.each([
    ['nobody has claimed the window', '{}', () => undefined],
    ['the claim is its own', '{}', () => claimedBy('run', '2026-11-24T06:00:01Z')],
    ['the claim is older than the run', '{}', () => claimedBy('nightly', '2026-11-24T05:59:59Z')],
    ['the claim is of another feed', '{}', () => claimedBy('nightly', '2026-11-24T06:10:00Z', 'releases')],
    [
      'the run has a window of its own',
      '{"window":{"start":"2026-11-01T00:00:00Z","end":"2026-11-02T00:00:00Z"}}',
      () => claimedBy('nightly', '2026-11-24T06:10:00Z'),
    ],
  ])('does not call a run overtaken when %s', async (_, input, claim) => {
    const found = service.executions.get(addFailedRun(service, 'run'))!;
    service.add({ ...found, description: { ...found.description, input } });
    claim();

    const { stdout, stderr } = await runCli(['redrive', 'run', '--yes', '--json']);

    expect(stderr).not.toContain('overtaken');
    expect(JSON.parse(stdout)).toMatchObject({ overtakenBy: null, creditsTwice: 0 });
  });

  it('takes the feed of the deployment for a run whose input names none', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder.path, 'cdk.json'), '{"context":{"feed":"releases"}}');
    const found = service.executions.get(addFailedRun(service, 'run'))!;
    claimedBy('nightly', '2026-11-24T06:10:00Z', 'releases');
    const overtakenBy = async (input: object) => {
      service.add({ ...found, description: { ...found.description, input: JSON.stringify(input) } });
      const { stdout } = await runCli(['redrive', 'run', '--yes', '--json'], { cwd: folder.path });
      return (JSON.parse(stdout) as { overtakenBy: string | null }).overtakenBy;
    };

    expect(await overtakenBy({})).toBe(executionArnOf('nightly'));
    expect(await overtakenBy({ source: 'aws.events', time: '2026-11-24T06:00:00Z' })).toBe(
      executionArnOf('nightly'),
    );
    expect(await overtakenBy({ feed: 'new_titles' })).toBeNull();
    await folder.remove();
  });

  it('says that an overtaken run that lists again buys nothing twice', async () => {
    const found = service.executions.get(addFailedRun(service, 'run'))!;
    service.add({ ...found, events: found.events!.slice(0, 8) });
    claimedBy('nightly', '2026-11-24T06:10:00Z');

    const { stderr } = await runCli(['redrive', 'run', '--yes']);

    expect(stderr).toContain('overtaken: nightly has claimed');
    expect(stderr).toContain('A redrive buys nothing twice.\n');
  });

  it('says that an overtaken sweep may buy its pages again', async () => {
    const found = service.executions.get(addFailedRun(service, 'run'))!;
    const input = '{"feed":"catalogue","services":["Netflix"]}';
    const description = { ...found.description, input };
    service.add({ ...found, description, events: found.events!.slice(0, 8) });
    claimedBy('nightly', '2026-11-24T06:10:00Z', 'catalogue');

    const { stdout, stderr } = await runCli(['redrive', 'run', '--yes', '--json']);

    expect(stderr).toContain(
      'overtaken: nightly has claimed its open window since, at 2026-11-24 06:10:00Z. A redrive may sweep again, and buy all pages.\n',
    );
    expect(JSON.parse(stdout)).toMatchObject({ creditsTwice: null });
  });

  it('warns if the table cannot be read, and redrives', async () => {
    addFailedRun(service, 'run');
    table.mock.on(GetItemCommand).rejects(new Error('no route'));

    const { code, stderr } = await runCli(['redrive', 'run', '--yes']);

    expect(stderr).toContain('warning: cannot look up if another run has overtaken run: ');
    expect(redriven()).toHaveLength(1);
    expect(code).toBe(0);
  });

  it('prints with --all-failed the titles of each redrive, the overtakers, and the titles that are bought twice', async () => {
    addFailedRun(service, 'run');
    claimedBy('nightly', '2026-11-24T06:10:00Z');

    const { stderr } = await runCli(['redrive', '--all-failed', '--yes'], { now });

    expect(stderr).toMatch(/^run +FAILED +Ingest titles +30 of 30 +60 +nightly$/m);
    expect(stderr).toContain('A redrive may buy 30 titles twice, for at most 60 credits.');
    expect(redriven()).toHaveLength(1);
  });

  it('refuses with the reason that AWS gives', async () => {
    service.add({
      name: 'run',
      description: {
        redriveStatus: 'NOT_REDRIVABLE',
        redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      },
    });
    const { code, stderr } = await runCli(['redrive', 'run', '--yes']);
    expect(stderr).toBe('tvguide: run cannot be redriven: Execution is SUCCEEDED\n');
    expect(code).toBe(1);
    expect(redriven()).toEqual([]);
  });

  it('distinguishes the end before the redrive from the end after it', async () => {
    const executionArn = addFailedRun(service, 'run');
    const before = service.executions.get(executionArn)!;
    let asked = 0;
    service.mock.on(DescribeExecutionCommand).callsFake(() => {
      asked += 1;
      // AWS is eventually consistent: for a while it tells of the failure still.
      const isStale = asked < 4;
      return Promise.resolve({
        executionArn,
        startDate: new Date(0),
        stopDate: new Date(1000),
        ...(isStale ? { redriveCount: 0, ...before.description } : { status: 'SUCCEEDED', redriveCount: 1 }),
      });
    });
    const { code, stdout } = await runCli(['redrive', 'run', '--yes', '--watch', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    expect(code).toBe(0);
  });

  it('sends the user of a child to its parent', async () => {
    service.add({
      name: 'child',
      childOf: mapRunArn,
      description: { status: 'FAILED', redriveStatus: 'REDRIVABLE_BY_MAP_RUN' },
    });
    service.mapRuns.set(mapRunArn, { executionArn: executionArnOf('parent') });
    const { stderr } = await runCli(['redrive', 'child', '--yes']);
    expect(stderr).toContain('it is a child of a Map Run: redrive its parent parent');
  });

  it('finds the newest execution that did not succeed with --last', async () => {
    const failure = (name: string, status: 'FAILED' | 'ABORTED' | 'SUCCEEDED', day: number) => ({
      name,
      description: { status, redriveStatus: 'REDRIVABLE' as const, startDate: new Date(now - day * DAY_MS) },
    });
    service.add(
      failure('old', 'FAILED', 3),
      failure('stopped', 'ABORTED', 2),
      failure('good', 'SUCCEEDED', 1),
    );
    await runCli(['redrive', '--last', '--yes']);
    expect(redriven().map(({ executionArn }) => executionArn)).toEqual([executionArnOf('stopped')]);
  });

  it.each([['--last'], ['--all-failed']])('finds an interrupted run with %s', async (choice) => {
    const run = (name: string, redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE', day: number) => ({
      name,
      description: { status: 'RUNNING' as const, redriveStatus, startDate: new Date(now - day * DAY_MS) },
    });
    service.add(run('runs', 'NOT_REDRIVABLE', 1), run('cut-off', 'REDRIVABLE', 2));
    const { code } = await runCli(['redrive', choice, '--yes'], { now });
    expect(redriven().map(({ executionArn }) => executionArn)).toEqual([executionArnOf('cut-off')]);
    expect(code).toBe(0);
  });

  it('redrives all that failed since, oldest first, and tells of each', async () => {
    const failure = (name: string, day: number, redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE') => ({
      name,
      description: {
        status: 'FAILED' as const,
        redriveStatus,
        ...(redriveStatus === 'REDRIVABLE'
          ? {}
          : { redriveStatusReason: 'Execution history event limit exceeded' }),
        startDate: new Date(now - day * DAY_MS),
      },
    });
    service.add(
      failure('too-old', 4, 'REDRIVABLE'),
      failure('first', 2.5, 'REDRIVABLE'),
      failure('full', 2, 'NOT_REDRIVABLE'),
      failure('refused', 1.5, 'REDRIVABLE'),
      failure('second', 1, 'REDRIVABLE'),
    );
    service.mock
      .on(RedriveExecutionCommand, { executionArn: executionArnOf('refused') })
      .rejects(new ExecutionNotRedrivable({ message: 'Execution is RUNNING', $metadata: {} }));
    const { code, stdout } = await runCli(['redrive', '--all-failed', '--since', '3d', '--yes', '--json'], {
      now,
    });
    const result = (name: string, reason: string | null) => ({
      executionArn: executionArnOf(name),
      redriven: reason === null,
      reason,
    });
    expect(JSON.parse(stdout)).toEqual({
      results: [
        result('first', null),
        result('full', 'Execution history event limit exceeded'),
        result('refused', 'Execution is RUNNING'),
        result('second', null),
      ],
    });
    expect(code).toBe(1);
  });

  it('redrives at most --parallel executions at once', async () => {
    const startDate = new Date(now - DAY_MS);
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      service.add({ name, description: { status: 'FAILED', redriveStatus: 'REDRIVABLE', startDate } });
    }
    let under = 0;
    let most = 0;
    service.mock.on(RedriveExecutionCommand).callsFake(async () => {
      under += 1;
      most = Math.max(most, under);
      await settled();
      under -= 1;
      return { redriveDate: new Date(0) };
    });
    await runCli(['redrive', '--all-failed', '--yes', '--parallel', '2'], { now });
    expect(redriven()).toHaveLength(5);
    expect(most).toBe(2);
  });

  it.each([
    [[], 'say what to redrive: an execution, --last or --all-failed'],
    [['run', '--last'], 'say what to redrive: an execution, --last or --all-failed'],
    [['run', '--since', '3d'], '--since goes with --all-failed only'],
    [['--all-failed', '--watch'], "option '--watch' cannot be used with option '--all-failed'"],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await runCli(['redrive', '--yes', ...args]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(redriven()).toEqual([]);
  });
});
