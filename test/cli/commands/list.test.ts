import { beforeEach, describe, expect, it } from '@jest/globals';
import { GetExecutionHistoryCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { runCli } from '../support/fake-io.ts';
import { addFailedRun, counts } from '../support/failed-run.ts';
import { historyOf } from '../support/history.ts';
import {
  executionArnOf,
  FakeStepFunctions,
  mapRunArn,
  stateMachineArn,
} from '../support/fake-step-functions.ts';

const HOUR_MS = 3_600_000;
const now = Date.parse('2026-11-24T10:00:00Z');
const service = new FakeStepFunctions();

beforeEach(() => {
  service.reset();
  service.add(
    {
      name: 'newest',
      description: { status: 'RUNNING', startDate: new Date(now - 90_000) },
    },
    {
      name: 'middle',
      description: {
        status: 'FAILED',
        startDate: new Date(now - 2 * HOUR_MS),
        stopDate: new Date(now - 2 * HOUR_MS + 4_200),
        redriveCount: 2,
      },
    },
    {
      name: 'oldest',
      description: { startDate: new Date(now - 50 * HOUR_MS), stopDate: new Date(now - 49 * HOUR_MS) },
    },
  );
});

function namesIn(stdout: string): string[] {
  const { executions } = JSON.parse(stdout) as { executions: { name: string }[] };
  return executions.map(({ name }) => name);
}

describe('tvguide list', () => {
  it('shows the newest executions in a table', async () => {
    const { code, stdout, stderr } = await runCli(['list'], { now });
    expect(stdout).toBe(`NAME    STATUS     STARTED               DURATION    PUBLISHED  CREDITS  REDRIVES
newest  RUNNING    2026-11-24 09:58:30Z  1 min 30 s  -          -        0
middle  FAILED     2026-11-24 08:00:00Z  4.2 s       -          -        2
oldest  SUCCEEDED  2026-11-22 08:00:00Z  1 h 00 min  -          -        0
`);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('says how to start the first execution, and only without a filter', async () => {
    service.reset();
    const fresh = await runCli(['list', '--region', 'eu-west-1'], { now });
    expect(fresh).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'no execution yet: start one with `tvguide start --region eu-west-1`\n',
    });
    expect((await runCli(['list', '--status', 'FAILED'], { now })).stderr).toBe('no such execution\n');
  });

  it('shows what was published of what was discovered, credits, and the time at work', async () => {
    const output = JSON.stringify({
      ...{
        feed: 'new_titles',
        window: null,
        dryRun: false,
        watermark: null,
        setAside: [],
        setAsideOmitted: 4,
      },
      ...{ discovered: 30, published: 26, skipped: 0, deferred: 4, rejected: 0, creditsUsed: 61 },
    });
    const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 6, 0, second));
    service.executions.clear();
    service.add(
      {
        name: 'redriven',
        description: { output, startDate: at(2), stopDate: at(50), redriveCount: 1 },
        events: historyOf(
          { type: 'ExecutionStarted', timestamp: at(2) },
          { type: 'ExecutionFailed', timestamp: at(7), executionFailedEventDetails: {} },
          { type: 'ExecutionRedriven', timestamp: at(44) },
          { type: 'ExecutionSucceeded', timestamp: at(50) },
        ),
      },
      { name: 'good', description: { output, startDate: at(1), stopDate: at(3) } },
    );
    addFailedRun(service, 'bad');
    service.mapRuns.set(mapRunArn, {
      status: 'FAILED',
      itemCounts: counts({ total: 30, succeeded: 10, failed: 20 }),
    });

    const { stdout } = await runCli(['list'], { now });
    expect(stdout)
      .toBe(`NAME      STATUS     STARTED               DURATION    PUBLISHED         CREDITS  REDRIVES
redriven  SUCCEEDED  2026-11-24 06:00:02Z  11.0 s      26 of 30          61       1
good      SUCCEEDED  2026-11-24 06:00:01Z  2.0 s       26 of 30          61       0
bad       FAILED     2026-11-24 06:00:00Z  5 min 00 s  at most 10 of 30  -        0
`);
    const { executions } = JSON.parse((await runCli(['list', '--json'], { now })).stdout) as {
      executions: object[];
    };
    expect(executions).toMatchObject([
      {
        workingMs: 11_000,
        waitedMs: 37_000,
        titles: { published: 26, discovered: 30, isMaximum: false },
        credits: 61,
      },
      { workingMs: 2_000, waitedMs: 0 },
      { titles: { published: 10, isMaximum: true, items: { failed: 20, pending: 0 } }, credits: null },
    ]);
  });

  it('lists without titles and credits where the role does not permit them', async () => {
    service.mock
      .on(GetExecutionHistoryCommand)
      .rejects(Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' }));
    const { code, stdout, stderr } = await runCli(['list'], { now });
    expect(stdout).toContain('middle  FAILED');
    expect(stderr).toBe('warning: titles and credits are missing: not authorized\n');
    expect(code).toBe(0);
  });

  it('says which executions on AWS it has not looked into', async () => {
    const names = Array.from({ length: 101 }, (_, index) => `run-${index}`);
    service.reset();
    service.add(...names.map((name) => ({ name })));
    const { stderr } = await runCli(['list', '--limit', '101', '--region', 'eu-west-1'], { now });
    expect(stderr).toBe(
      'titles, credits and times at work are those of the newest 100; `tvguide show NAME --region eu-west-1` reads another\n',
    );
    expect((await runCli(['list', '--limit', '100'], { now })).stderr).toBe(
      'only the newest 100 are shown; more with --limit\n',
    );
  });

  it('stops at the limit and says that there are more', async () => {
    const { stdout, stderr } = await runCli(['list', '--limit', '2', '--json'], { now });
    expect(namesIn(stdout)).toEqual(['newest', 'middle']);
    expect(stderr).toBe('only the newest 2 are shown; more with --limit\n');
  });

  it('distinguishes interrupted from running executions', async () => {
    service.add({
      name: 'cut-off',
      description: { status: 'RUNNING', redriveStatus: 'REDRIVABLE', startDate: new Date(now - 100_000) },
    });
    const cutOff = await runCli(['list', '--status', 'INTERRUPTED', '--json'], { now });
    const running = await runCli(['list', '--status', 'RUNNING', '--json'], { now });
    expect(namesIn(cutOff.stdout)).toEqual(['cut-off']);
    expect(namesIn(running.stdout)).toEqual(['newest']);
  });

  it('stops at the first execution that is too old', async () => {
    const { stdout, stderr } = await runCli(['list', '--since', '3h', '--json'], { now });
    expect(namesIn(stdout)).toEqual(['newest', 'middle']);
    expect(stderr).toBe('');
  });

  it('asks for one status, page after page', async () => {
    const request = { stateMachineArn, statusFilter: 'FAILED', maxResults: 21 } as const;
    const found = (name: string) => ({
      executionArn: executionArnOf(name),
      stateMachineArn,
      name,
      status: 'FAILED' as const,
      startDate: new Date(now),
    });
    service.mock
      .on(ListExecutionsCommand, request)
      .resolves({ executions: [found('one')], nextToken: 'two' })
      .on(ListExecutionsCommand, { ...request, nextToken: 'two' })
      .resolves({ executions: [found('two')] });
    const { stdout } = await runCli(['list', '--status', 'FAILED', '--json'], { now });
    expect(namesIn(stdout)).toEqual(['one', 'two']);
  });

  it('takes several statuses in any case, and lists the newest of all first', async () => {
    const list = (...args: string[]) => runCli(['list', ...args, '--json'], { now });
    const both = await list('--status', 'succeeded', '--status', 'Failed');
    const one = await list('--status', 'succeeded', '--status', 'failed', '--limit', '1');
    const wrong = await list('--status', 'lost');
    expect(namesIn(both.stdout)).toEqual(['middle', 'oldest']);
    expect(namesIn(one.stdout)).toEqual(['middle']);
    expect(wrong.stderr).toContain('Allowed choices are RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED');
    expect(wrong.code).toBe(2);
  });

  it('lists the executions since a date', async () => {
    const { stdout } = await runCli(['list', '--since', '2026-11-24', '--json'], { now });
    expect(namesIn(stdout)).toEqual(['newest', 'middle']);
  });

  it('lists only interrupted runs with --status INTERRUPTED', async () => {
    service.add({
      name: 'newest',
      description: { status: 'RUNNING', redriveStatus: 'REDRIVABLE', startDate: new Date(now - 90_000) },
    });
    const { stdout } = await runCli(['list', '--limit', '1', '--quiet'], { now });
    expect(stdout).toContain('newest  INTERRUPTED  2026-11-24 09:58:30Z  -');
    const json = await runCli(['list', '--json'], { now });
    expect(JSON.parse(json.stdout)).toMatchObject({
      executions: [{ name: 'newest', status: 'INTERRUPTED' }, { status: 'FAILED' }, { status: 'SUCCEEDED' }],
    });
  });

  it('refuses an unknown status', async () => {
    const { code, stderr } = await runCli(['list', '--status', 'BROKEN']);
    expect(stderr).toContain('Allowed choices are RUNNING, SUCCEEDED, FAILED');
    expect(code).toBe(2);
  });
});
