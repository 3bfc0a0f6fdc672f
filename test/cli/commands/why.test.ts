import { beforeEach, describe, expect, it } from '@jest/globals';
import { DescribeStateMachineForExecutionCommand, GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { addFailedRun, counts } from '../support/failed-run.ts';
import { definitionWith, FakeProgress, TABLE } from '../support/fake-progress.ts';
import { runCli } from '../support/fake-io.ts';
import { executionArnOf, FakeStepFunctions, mapRunArn } from '../support/fake-step-functions.ts';
import { entered, failed, historyOf, scheduled, started } from '../support/history.ts';

const service = new FakeStepFunctions();
const table = new FakeProgress();
beforeEach(() => {
  service.reset();
  service.currentDefinition = definitionWith(TABLE);
  table.reset();
});

describe('tvguide why', () => {
  it('follows the failure to titles and attempts, and groups equal failures', async () => {
    const executionArn = addFailedRun(service, 'run');
    const { code, stdout } = await runCli(['why', 'run', '--json']);
    const told = JSON.parse(stdout);
    expect(told).toMatchObject({
      executionArn,
      status: 'FAILED',
      redriveStatus: 'REDRIVABLE',
      chain: {
        link: { state: 'Ingest titles', error: 'States.ExceedToleratedFailureThreshold', mapRunArn },
        notLookedInto: 0,
        stopped: 1,
      },
      causes: [
        {
          state: 'Fetch title details',
          error: 'Watchmode.Unavailable',
          message: 'the second time',
          scheduledEventId: 11,
          attempts: 2,
          allowedRetries: 1,
          titleIds: [101, 102],
          count: 2,
          advice: { redriveHelps: true },
        },
        { error: 'Watchmode.Unauthorized', titleIds: [103], allowedRetries: 0, count: 1 },
      ],
    });
    expect(code).toBe(0);
  });

  it('reads the definition once and the history of each child once', async () => {
    addFailedRun(service, 'run');
    await runCli(['why', 'run']);
    expect(service.mock.commandCalls(DescribeStateMachineForExecutionCommand)).toHaveLength(1);
    expect(
      service.mock
        .commandCalls(GetExecutionHistoryCommand)
        .map(({ args: [{ input }] }) => input.executionArn),
    ).toEqual(['run', 'child-101', 'child-102', 'child-103', 'child-stopped'].map(executionArnOf));
  });

  it('says who has overtaken the run, and that a redrive buys its titles twice', async () => {
    addFailedRun(service, 'run');
    service.add({
      name: 'run-failure-1',
      machine: 'redrive-failed-run',
      description: { status: 'RUNNING', input: JSON.stringify({ executionArn: executionArnOf('run') }) },
    });
    const claimedAt = '2026-11-24T07:00:00.120Z';
    table.put({ feed: 'new_titles', item: 'claim', executionArn: executionArnOf('nightly'), claimedAt });

    const { stdout } = await runCli(['why', 'run']);
    expect(stdout).toContain(
      'overtaken: nightly has claimed its open window since, at 2026-11-24 07:00:00Z. A redrive may buy 30 titles twice, for at most 60 credits.\n',
    );
    expect(stdout).toContain(
      '  redrive   fetches 30 of 30 titles, for at most 60 credits, 60 of them for titles that the other run buys as well\n',
    );
    // The redriver leaves it alone.
    expect(stdout).not.toContain('automatically');

    expect(JSON.parse((await runCli(['why', 'run', '--json'])).stdout)).toMatchObject({
      overtakenBy: executionArnOf('nightly'),
      waysOn: [{ way: 'redrive', boughtTwice: 60 }, { way: 'fresh run' }],
    });
  });

  it('prints the chain, the advice and the ways to go on', async () => {
    const executionArn = addFailedRun(service, 'run');
    const found = service.executions.get(executionArn)!;
    const input = '{"window":{"start":"2026-11-01T00:00:00Z","end":"2026-11-08T00:00:00Z"}}';
    service.add({ ...found, description: { ...found.description, input } });
    const itemCounts = counts({ total: 30, succeeded: 12, failed: 18 });
    service.mapRuns.set(mapRunArn, { status: 'FAILED', itemCounts });
    const { stdout } = await runCli(['why', 'run', '--profile', 'streaming']);
    expect(stdout).toBe(`execution run FAILED
  in Ingest titles: States.ExceedToleratedFailureThreshold: too many
    execution child-101 FAILED (and 1 more like it)
      in Fetch title details on attempt 2: Watchmode.Unavailable: the second time
    execution child-103 FAILED
      in Fetch title details on attempt 2: Watchmode.Unauthorized: the second time
    1 other child was stopped because of it

Watchmode.Unavailable
  state    Fetch title details
  titles   101, 102
  attempt  2; this error is retried 1 time
  message  the second time
  meaning  Watchmode could not be reached, or failed, through every attempt.
  remedy   Redrive once Watchmode answers again.

Watchmode.Unauthorized
  state    Fetch title details
  titles   103
  attempt  2; this error is not retried
  message  the second time
  meaning  Watchmode refused the API key.
  remedy   Put a valid key into the secret, then redrive.

A redrive runs again only what did not succeed: tvguide redrive run --profile streaming
Ways to continue, the cheapest first:
  redrive   fetches 18 of 30 titles, for at most 36 credits
  fresh run fetches 30 titles, for at most 60 credits, 24 of them for titles that were fetched already: tvguide start --window 2026-11-01T00:00:00Z..2026-11-08T00:00:00Z --profile streaming
`);
  });

  it('reads at most --children children', async () => {
    addFailedRun(service, 'run');
    const { stdout } = await runCli(['why', 'run', '--children', '1', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      chain: { notLookedInto: 2, stopped: 1 },
      causes: [{ titleIds: [101], count: 1 }],
    });
  });

  it('names the command that looks into those that are left', async () => {
    addFailedRun(service, 'run');
    const { stdout } = await runCli(['why', 'run', '--children', '1', '--local']);
    expect(stdout).toContain(
      '2 more children failed; look into them, too: tvguide why run --children 3 --local\n',
    );
    expect((await runCli(['why', 'run', '--children', '3'])).stdout).not.toContain('more child');
  });

  it('names the redriver that waits for the execution', async () => {
    const executionArn = addFailedRun(service, 'run');
    const redriver = (name: string, input: object) => ({
      name,
      machine: 'redrive-failed-run',
      description: { status: 'RUNNING' as const, input: JSON.stringify(input) },
    });
    service.add(redriver('for-another', { executionArn: 'other' }));
    const without = await runCli(['why', 'run', '--json']);
    const { waysOn } = JSON.parse(without.stdout) as { waysOn: { way: string }[] };
    expect(waysOn.map(({ way }) => way)).toEqual(['redrive', 'fresh run']);
    service.add(redriver('for-this', { executionArn }));
    const { stdout } = await runCli(['why', 'run']);
    expect(stdout).toContain(
      '  wait      the same, automatically: for-this of redrive-failed-run waits to redrive it\n',
    );
  });

  it('says when a redrive cannot help', async () => {
    service.add({
      name: 'run',
      description: { status: 'FAILED', error: 'TooManyTitles', redriveStatus: 'REDRIVABLE' },
      events: historyOf(
        { type: 'ExecutionStarted' },
        entered('Task', 'List new titles', '{}', 0),
        scheduled(),
        started(),
        failed('TooManyTitles', '30000 titles'),
        { type: 'ExecutionFailed', executionFailedEventDetails: { error: 'TooManyTitles', cause: '{}' } },
      ),
    });
    const { stdout } = await runCli(['why', 'run']);
    expect(stdout).toContain('A redrive will not help: it would fail in the same way.');
    expect(stdout).not.toContain('tvguide redrive');
  });

  it('refers to the parent of a child', async () => {
    addFailedRun(service, 'run');
    const { description, ...child } = service.executions.get(executionArnOf('child-101'))!;
    service.add({ ...child, description: { ...description, redriveStatus: 'REDRIVABLE_BY_MAP_RUN' } });
    service.mapRuns.set(mapRunArn, { executionArn: executionArnOf('run') });
    const { stdout } = await runCli(['why', executionArnOf('child-101')]);
    expect(stdout).toMatch(
      /\nA redrive is not possible: it is a child of a Map Run: redrive its parent run\.\n$/,
    );
  });

  it('says why a redrive is refused', async () => {
    service.add({
      name: 'run',
      description: {
        status: 'TIMED_OUT',
        redriveStatus: 'NOT_REDRIVABLE',
        redriveStatusReason: 'Execution redrivable period exceeded',
      },
      events: historyOf(
        { type: 'ExecutionStarted' },
        { type: 'ExecutionTimedOut', executionTimedOutEventDetails: {} },
      ),
    });
    const { stdout } = await runCli(['why', 'run']);
    expect(stdout).toContain('A redrive is not possible: Execution redrivable period exceeded.');
  });

  it.each([
    ['SUCCEEDED', 'run succeeded: there is nothing to explain'],
    ['RUNNING', 'run has not ended yet'],
  ] as const)('has nothing to explain when the execution is %s', async (status, message) => {
    service.add({ name: 'run', description: { status, redriveStatus: 'NOT_REDRIVABLE' } });
    const { code, stdout } = await runCli(['why']);
    expect(stdout).toContain(message);
    expect(code).toBe(0);
  });

  it('says so when there is no such execution', async () => {
    const { code, stderr } = await runCli(['why', 'nobody']);
    expect(stderr).toContain('Step Functions says ExecutionDoesNotExist');
    expect(stderr).toContain('`tvguide list` shows what there is');
    expect(code).toBe(1);
  });
});
