import { describe, expect, it } from '@jest/globals';
import { DescribeStateMachineForExecutionCommand, GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import { temporaryFolder } from '../support/child.ts';
import { addFailedRun, counts, parentHistory } from '../support/failed-run.ts';
import { deployEachTest } from '../support/deploy-each-test.ts';
import { runCli } from '../support/fake-io.ts';
import { executionArnOf, mapRunArn } from '../support/fake-step-functions.ts';
import { entered, failed, historyOf, scheduled, started } from '../support/history.ts';

const { service, table } = deployEachTest();
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
    const waiting = historyOf(entered('Wait', 'Wait before redrive', '{"waitSeconds":900}'));
    service.add({ ...redriver('for-this', { executionArn }), events: waiting });
    expect((await runCli(['why', 'run'])).stdout).toContain(
      'for-this of redrive-failed-run waits to redrive it at 2026-11-24 06:15:00Z\n',
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

  it('explains each title that a successful run did not publish', async () => {
    const reason = 'GET /title: Watchmode answers 500';
    const setAside = [
      { titleId: 9000106, outcome: 'deferred', reason },
      { titleId: 101, outcome: 'deferred', reason },
      { titleId: 102, outcome: 'skipped', reason: 'GET /title: Watchmode answers 404' },
      { titleId: 103, outcome: 'rejected', reason: `deferred by 7 runs: ${reason}` },
    ];
    const summary = {
      ...{ feed: 'new_titles', window: null, dryRun: false, watermark: null, creditsUsed: 61 },
      ...{
        discovered: 30,
        published: 25,
        skipped: 1,
        deferred: 3,
        rejected: 1,
        setAside,
        setAsideOmitted: 1,
      },
    };
    service.add({ name: 'run', description: { output: JSON.stringify(summary) } });
    const local = ['--local', '--endpoint-url', 'http://127.0.0.1:1'];
    const { stdout } = await runCli(['why', 'run', ...local]);
    expect(stdout).toBe(`run succeeded, but 5 of 30 titles were not published

3 deferred
  9000106 Downton Abbey: ${reason}
  101: ${reason}
  meaning  Watchmode did not deliver them.
  remedy   None is needed: the next run over the open window asks again. To ask now: tvguide deferred --retry ${local.join(' ')}

1 rejected
  103: deferred by 7 runs: ${reason}
  meaning  Too many runs over too many days have asked for them in vain.
  remedy   Look into the reason, then let the next run ask again: tvguide deferred --rejected --retry ${local.join(' ')}

1 skipped
  102: GET /title: Watchmode answers 404
  meaning  Watchmode does not know them.
  remedy   None is needed: they have gone from Watchmode since they were listed.

1 further title is not in the summary: tvguide deferred ${local.join(' ')} lists those that wait
`);
    expect(JSON.parse((await runCli(['why', 'run', '--json', ...local])).stdout)).toMatchObject({
      chain: null,
      setAside: [{ titleId: 9000106, name: 'Downton Abbey' }, { titleId: 101, name: null }, {}, {}],
    });

    const dryRun = { ...summary, dryRun: true, keepsDeferred: false };
    service.add({ name: 'dry', description: { output: JSON.stringify(dryRun) } });
    expect((await runCli(['why', 'dry'])).stdout).toContain(
      'A dry run keeps no titles for later. Fetch them: tvguide start --title-ids 9000106,101\n',
    );
    const whole = { ...summary, published: 30, deferred: 0, rejected: 0, skipped: 0, setAside: [] };
    service.add({ name: 'whole', description: { output: JSON.stringify({ ...whole, setAsideOmitted: 0 }) } });
    expect((await runCli(['why', 'whole'])).stdout).toBe(
      'whole succeeded and published all 30 titles: there is nothing to explain\n',
    );
  });

  it.each([
    ['Stopped', 'Stopped with tvguide stop', [], 'was stopped with tvguide stop'],
    ['Stopped', 'Stopped in the console', [], 'was stopped in the console'],
    ['WrongWindow', 'window of 2025', [], 'was stopped, with the reason WrongWindow: window of 2025'],
    [
      ...[undefined, undefined, ['--local', '--endpoint-url', 'http://127.0.0.1:1']],
      'was stopped with StopExecution, without a reason',
    ],
    [
      ...[undefined, undefined, []],
      'was stopped with StopExecution, without a reason; CloudTrail has the caller, as the event StopExecution',
    ],
  ] as const)('says who stopped a run with %s: %s', async (error, cause, args, how) => {
    const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 6, 0, second));
    service.add({
      name: 'run',
      description: {
        ...{ status: 'ABORTED', redriveStatus: 'REDRIVABLE', startDate: at(0), stopDate: at(14) },
        ...omitUndefined({ error, cause }),
      },
      events: [
        ...parentHistory('running'),
        { id: 13, previousEventId: 12, type: 'ExecutionAborted', timestamp: at(14) },
      ],
    });
    const itemCounts = { ...counts({ total: 30, succeeded: 10 }), aborted: 12, pending: 8 };
    service.mapRuns.set(mapRunArn, { status: 'ABORTED', itemCounts });

    const { code, stdout } = await runCli(['why', 'run', ...args]);
    expect(stdout).toContain(`run ${how}
  state    Ingest titles
  ended    2026-11-24 06:00:14Z, after 14.0 s
  titles   10 of 30 done, 12 stopped, 8 pending. What was published stays published.

A redrive runs again only what did not succeed: tvguide redrive run`);
    expect(stdout).toContain('  redrive   fetches 20 of 30 titles, for at most 40 credits\n');
    expect(code).toBe(0);
    expect(JSON.parse((await runCli(['why', 'run', '--json', ...args])).stdout)).toMatchObject({
      chain: null,
      causes: [],
      stopped: {
        how,
        state: 'Ingest titles',
        titles: { items: { pending: 8 } },
        time: { workingMs: 14_000 },
      },
      waysOn: [{ way: 'redrive', credits: 40 }, { way: 'fresh run' }],
    });
  });

  it('says that a run was interrupted, and that a child was stopped with its Map Run', async () => {
    const startDate = new Date(Date.UTC(2026, 10, 24, 6));
    service.add({
      name: 'run',
      description: { status: 'RUNNING', redriveStatus: 'REDRIVABLE', startDate },
      events: parentHistory('running'),
    });
    service.add({ name: 'child', childOf: mapRunArn, description: { status: 'ABORTED' } });
    service.mapRuns.set(mapRunArn, { executionArn: executionArnOf('run') });
    expect((await runCli(['why', 'run'])).stdout).toMatch(
      /^run was interrupted: the process that ran it has ended\n {2}state {4}Ingest titles\n/,
    );
    expect((await runCli(['why', executionArnOf('child')])).stdout).toMatch(
      /^child was stopped with its Map Run: another child failed, or the run was stopped\n/,
    );
  });

  it('names the titles of a catalogue', async () => {
    const folder = await temporaryFolder();
    const catalogue = 'Watchmode ID,IMDB ID,TMDB ID,TMDB Type,Title,Year\n101,,,,"Line of Duty",2012\n';
    await writeFile(join(folder.path, 'title_id_map.csv'), catalogue);
    addFailedRun(service, 'run');
    const env = { TVGUIDE_CATALOGUE: 'title_id_map.csv' };
    const { stdout } = await runCli(['why', 'run'], { env, cwd: folder.path });
    expect(stdout).toContain('  titles   101 Line of Duty, 102\n');
    const wrong = await runCli(['why', 'run'], { env: { TVGUIDE_CATALOGUE: 'none.csv' }, cwd: folder.path });
    expect(wrong.stderr).toMatch(/^tvguide: TVGUIDE_CATALOGUE: .*none\.csv: the file cannot be read/);
    expect(wrong.code).toBe(2);
    await folder.remove();
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
