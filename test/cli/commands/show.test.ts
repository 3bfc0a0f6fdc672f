import { beforeEach, describe, expect, it } from '@jest/globals';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import { addFailedRun, counts, parentHistory } from '../support/failed-run.ts';
import { definitionWith, FakeProgress, TABLE } from '../support/fake-progress.ts';
import { entered, exited, historyOf, scheduled, succeeded } from '../support/history.ts';
import { listingOutput } from '../support/listing.ts';
import { runCli } from '../support/fake-io.ts';
import { executionArnOf, FakeStepFunctions, mapRunArn } from '../support/fake-step-functions.ts';

const service = new FakeStepFunctions();
beforeEach(() => {
  service.reset();
  addFailedRun(service, 'run');
});

describe('tvguide show', () => {
  it('shows what the execution is and each of its states', async () => {
    const { code, stdout } = await runCli(['show', 'run']);
    expect(stdout).toBe(`execution   run
ARN         ${executionArnOf('run')}
status      FAILED
started     2026-11-24 06:00:00Z
ended       2026-11-24 06:05:00Z
duration    5 min 00 s
redrives    0
redrivable  REDRIVABLE
redrive     fetches 30 of 30 titles, for at most 60 credits
error       States.ExceedToleratedFailureThreshold
cause       too many
titles      0 of 30 done, 30 failed
retries     4 retries (3 Watchmode.Unavailable, 1 Watchmode.Unauthorized)

STATE            STATUS     DURATION    RETRIES  LAST ERROR
List new titles  succeeded  7.0 s       1        Watchmode.Unavailable: HTTP 503
Ingest titles    failed     4 min 51 s  0        States.ExceedToleratedFailureThreshold: too many
`);
    expect(code).toBe(0);
  });

  it('says what a run did: titles, credits, retries of its children, and titles without a record', async () => {
    const setAside = [9000106, 101, 102, 103, 104, 105].map((titleId) => ({
      titleId,
      outcome: 'deferred',
      reason: 'GET /title: Watchmode answers 500',
    }));
    const output = JSON.stringify({
      ...{ feed: 'new_titles', window: null, dryRun: false, watermark: '2026-11-24T06:00:00Z' },
      ...{ discovered: 30, published: 22, skipped: 1, deferred: 7, rejected: 0, creditsUsed: 61 },
      ...{ setAside, setAsideOmitted: 2 },
    });
    const events = parentHistory('running');
    const { description = {} } = service.executions.get(executionArnOf('run'))!;
    const { startDate, stopDate } = description;
    service.add({ name: 'run', description: { ...omitUndefined({ startDate, stopDate }), output }, events });
    service.mapRuns.set(mapRunArn, {
      status: 'SUCCEEDED',
      executionCounts: counts({ total: 9, succeeded: 6, failed: 3 }),
    });

    const { stdout } = await runCli(['show', 'run', '--local', '--endpoint-url', 'http://127.0.0.1:1']);
    expect(stdout).toContain(`
titles      22 of 30 published, 7 deferred, 1 skipped
credits     61 spent
retries     4 retries (3 Watchmode.Unavailable, 1 Watchmode.Unauthorized; sampled: 3 batches looked into)
watermark   2026-11-24T06:00:00Z
set aside   9000106 Downton Abbey deferred: GET /title: Watchmode answers 500
            101 deferred: GET /title: Watchmode answers 500
`);
    expect(stdout).toContain(
      '\n            and 3 more: tvguide why run --local --endpoint-url http://127.0.0.1:1\n',
    );
    expect(JSON.parse((await runCli(['show', 'run', '--json'])).stdout)).toMatchObject({
      ...{ workingMs: 300_000, waitedMs: 0 },
      titles: { published: 22, discovered: 30, isMaximum: false },
      summary: { creditsUsed: 61, setAside: [{ titleId: 9000106, name: null }, {}, {}, {}, {}, {}] },
      retries: { byError: { 'Watchmode.Unavailable': 3 }, childrenLookedInto: 3 },
    });
  });

  it('does not count the time between a failure and its redrive as duration', async () => {
    const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 6, 0, second));
    const description = { startDate: at(0), stopDate: at(235), redriveCount: 1 };
    const events = historyOf(
      { type: 'ExecutionStarted', timestamp: at(0) },
      { ...entered('Task', 'List new titles', '{}', 0), timestamp: at(1) },
      { type: 'ExecutionFailed', timestamp: at(4), executionFailedEventDetails: {} },
      { type: 'ExecutionRedriven', timestamp: at(227) },
      { ...exited('Task', 'List new titles', '{}', 2), timestamp: at(230) },
      { type: 'ExecutionSucceeded', timestamp: at(235) },
    );
    service.add({ name: 'redriven', description, events });

    const { stdout } = await runCli(['show', 'redriven']);
    expect(stdout).toContain('duration    12.0 s at work, 3 min 43 s waiting for a redrive\n');
    expect(stdout).toMatch(/^List new titles +succeeded +6\.0 s +0$/m);
    const watched = await runCli(['watch', 'redriven'], { now: at(300).getTime() });
    expect(watched.stdout).toContain('Run succeeded in 12.0 s at work, 3 min 43 s waiting for a redrive\n');
  });

  it('says who has overtaken a run that can be redriven', async () => {
    const table = new FakeProgress();
    table.reset();
    service.currentDefinition = definitionWith(TABLE);
    const executionArn = executionArnOf('nightly');
    table.put({ feed: 'new_titles', item: 'claim', executionArn, claimedAt: '2026-11-24T07:00:00.250Z' });

    const { stdout } = await runCli(['show', 'run']);
    expect(stdout).toContain(
      'redrivable  REDRIVABLE\novertaken   nightly has claimed its open window since, at 2026-11-24 07:00:00Z\n',
    );
    expect(JSON.parse((await runCli(['show', 'run', '--json'])).stdout)).toMatchObject({
      overtakenBy: executionArn,
    });
  });

  it('says what a redrive costs, as why does', async () => {
    new FakeProgress().reset();
    service.currentDefinition = definitionWith(TABLE);
    const line = 'fetches 30 of 30 titles, for at most 60 credits\n';
    expect((await runCli(['why', 'run'])).stdout).toContain(`  redrive   ${line}`);
    expect((await runCli(['show', 'run'])).stdout).toContain(`redrivable  REDRIVABLE\nredrive     ${line}`);
    expect(JSON.parse((await runCli(['show', 'run', '--json'])).stdout)).toMatchObject({
      redrive: { titles: { again: 30, total: 30 }, credits: 60, creditsTwice: 0 },
    });
  });

  it('names no cost of a redrive that fails in the same way or is not possible', async () => {
    const found = service.executions.get(executionArnOf('run'))!;
    const become = (change: object) =>
      service.add({ ...found, description: { ...found.description, ...change } });
    become({ error: 'InvalidInput' });
    expect((await runCli(['show', 'run'])).stdout).not.toContain('\nredrive ');
    become({ redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: 'too old' });
    expect((await runCli(['show', 'run'])).stdout).not.toContain('\nredrive ');
    expect(JSON.parse((await runCli(['show', 'run', '--json'])).stdout)).toMatchObject({ redrive: null });
  });

  it('lists one round of waiting for an earlier run', async () => {
    const round = (waitsFor?: string) => [
      entered('Task', 'List new titles', '{}'),
      scheduled(),
      succeeded(listingOutput(waitsFor === undefined ? {} : { waitsFor })),
      exited('Task', 'List new titles'),
    ];
    const wait = [entered('Wait', 'Wait for earlier run'), exited('Wait', 'Wait for earlier run')];
    const events = historyOf(
      { type: 'ExecutionStarted' },
      ...[...round('nightly'), ...wait, ...round('nightly'), ...wait, ...round()],
      { type: 'ExecutionSucceeded' },
    );
    service.add({ name: 'run', description: { status: 'SUCCEEDED' }, events });

    const { stdout, stderr } = await runCli(['show', 'run']);
    expect(stdout.match(/^(List|Wait).*?(?= {2})/gm)).toEqual([
      ...['List new titles', 'Wait for earlier run', 'List new titles'],
    ]);
    expect(stderr).toBe(
      '2 states of further rounds of waiting for the same run are left out; --json has all\n',
    );
    const { states } = JSON.parse((await runCli(['show', 'run', '--json'])).stdout) as { states: object[] };
    expect(states).toHaveLength(5);
  });

  it('shows no duration for an interrupted run', async () => {
    const startDate = new Date('2026-11-24T06:00:00Z');
    const { events = [] } = service.executions.get(executionArnOf('run'))!;
    service.add({
      name: 'cut-off',
      description: { status: 'RUNNING', redriveStatus: 'REDRIVABLE', startDate },
      events: events.slice(0, 12),
    });
    const { stdout } = await runCli(['show', 'cut-off'], { now: startDate.getTime() + 86_400_000 });
    expect(stdout).toContain('status      INTERRUPTED\n');
    expect(stdout).toContain('duration    -\n');
    expect(stdout).toMatch(/Ingest titles +aborted +- +0\n/);
  });

  it('indents inner states and numbers the iterations of a Map', async () => {
    const { stdout } = await runCli(['show', executionArnOf('child-101')]);
    const states = stdout
      .split('\n')
      .slice(-4)
      .map((line) => line.slice(0, 26).trimEnd());
    expect(states).toEqual(['Fetch titles', '  [0] Fetch title details', '  [1] Fetch title details', '']);
  });

  it('adds inputs and outputs on request', async () => {
    const without = JSON.parse((await runCli(['show', 'run', '--json'])).stdout);
    const withData = JSON.parse((await runCli(['show', 'run', '--json', '--data'])).stdout);
    expect(without.states[0]).not.toHaveProperty('input');
    expect(withData.states[0]).toMatchObject({ name: 'List new titles', input: {}, output: {} });
    expect(withData.states[1]).toMatchObject({ status: 'failed', mapRunArn, retries: 0 });
  });
});

describe('tvguide history', () => {
  it('prints a line for each event', async () => {
    const { stdout } = await runCli(['history', 'run']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(15);
    expect(lines[4]).toBe(
      '    5 ← 4     2026-11-24 06:00:04Z  TaskFailed               Watchmode.Unavailable: HTTP 503',
    );
    expect(lines[11]).toContain(`MapRunStarted            ${mapRunArn}`);
  });

  it('prints one event a line with --json, the newest first with --reverse, and no more than the limit', async () => {
    const { stdout } = await runCli(['history', 'run', '--json', '--reverse', '--limit', '2']);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number; type: string });
    expect(events.map(({ id, type }) => [id, type])).toEqual([
      [15, 'ExecutionFailed'],
      [14, 'MapStateFailed'],
    ]);
  });
});
