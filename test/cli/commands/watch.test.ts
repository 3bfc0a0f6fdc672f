import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
} from '@aws-sdk/client-sfn';
import { addFailedRun, counts, failedChildHistory, parentHistory } from '../support/failed-run.ts';
import { runProgram } from '../../../cli/program.ts';
import { FakeIo, runCli } from '../support/fake-io.ts';
import { executionArnOf, FakeStepFunctions, mapRunArn } from '../support/fake-step-functions.ts';
import { listingOutput } from '../support/listing.ts';
import { entered, exited, failed, historyOf, scheduled, succeeded } from '../support/history.ts';
import { settled } from '../../support/settled.ts';

const service = new FakeStepFunctions();
const start = Date.parse('2026-11-24T06:00:00Z');
beforeEach(() => service.reset());

const summary = {
  feed: 'new_titles',
  window: { start: '2026-11-23T06:00:00Z', end: '2026-11-24T06:00:00Z' },
  dryRun: false,
  discovered: 30,
  published: 28,
  skipped: 1,
  deferred: 0,
  rejected: 1,
  creditsUsed: 59,
  watermark: '2026-11-24T06:00:00Z',
  correctedWatermark: null,
  setAside: [],
  setAsideOmitted: 2,
};

/** Lets the execution go through stages: one for each time that its Map Run is described. */
function stage(stages: readonly { succeeded: number; ended?: boolean }[]) {
  const left = [...stages];
  const running = parentHistory('running');
  const ending = [
    ...running,
    ...historyOf(
      { type: 'MapRunSucceeded' },
      { type: 'MapStateSucceeded' },
      exited('Map', 'Ingest titles'),
      entered('Succeed', 'Summarise run'),
      exited('Succeed', 'Summarise run'),
      { type: 'ExecutionSucceeded' },
    ).map((event: HistoryEvent) => ({
      ...event,
      id: (event.id ?? 0) + running.length,
      previousEventId: (event.previousEventId ?? 0) + running.length,
    })),
  ];
  service.add({ name: 'run', description: { status: 'RUNNING' }, events: running });
  service.add({
    name: 'child',
    childOf: mapRunArn,
    description: { status: 'RUNNING' },
    events: failedChildHistory(101, 'Watchmode.RateLimited'),
  });
  service.mock.on(DescribeMapRunCommand).callsFake(() => {
    const { succeeded, ended = false } = left.shift() ?? { succeeded: 30, ended: true };
    if (ended) {
      service.add({
        name: 'run',
        description: {
          status: 'SUCCEEDED',
          stopDate: new Date(start + 5_000),
          output: JSON.stringify(summary),
        },
        events: ending,
      });
    }
    return Promise.resolve({
      mapRunArn,
      status: ended ? 'SUCCEEDED' : 'RUNNING',
      itemCounts: counts({ total: 30, succeeded, running: 30 - succeeded }),
      executionCounts: counts({ total: 3, running: ended ? 0 : 1 }),
    });
  });
}

const pagesOf = (executionArn: string) =>
  service.mock
    .commandCalls(GetExecutionHistoryCommand)
    .map(({ args: [{ input }] }) => input)
    .filter((input) => input.executionArn === executionArn);

describe('tvguide watch', () => {
  it('follows a run to its end and prints the summary', async () => {
    stage([{ succeeded: 0 }, { succeeded: 10 }, { succeeded: 20 }, { succeeded: 30, ended: true }]);
    const { code, stdout, stderr, io } = await runCli(['watch', 'run'], { now: start });
    expect(stdout).toBe(`Run succeeded in 5.0 s

  execution   run
  feed        new_titles  2026-11-23T06:00:00Z to 2026-11-24T06:00:00Z
  discovered  30
  published   28
  skipped     1
  deferred    0
  rejected    1
    and 2 more
  retries     2 retries (1 Watchmode.Unavailable, 1 Watchmode.RateLimited; sampled: 1 batch looked into)
  credits     59 spent
  watermark   2026-11-24T06:00:00Z
`);
    expect(stderr).toContain('✔ List new titles 7.0 s, 1 retry\n');
    expect(stderr).toContain('✔ Ingest titles');
    expect(code).toBe(0);
    expect(new Set(io.waits)).toEqual(new Set([1000]));
  });

  it('reads at most one page a second, and none of the execution itself while its Map Run goes on', async () => {
    stage([{ succeeded: 0 }, { succeeded: 10 }, { succeeded: 20 }, { succeeded: 30, ended: true }]);
    const { io } = await runCli(['watch', 'run'], { now: start });
    const pages = service.mock.commandCalls(GetExecutionHistoryCommand).length;
    expect(pages).toBeLessThanOrEqual(io.waits.length + 1);
    // Forwards once; then what was added, when the Map Run was over.
    expect(pagesOf(executionArnOf('run'))).toEqual([
      { executionArn: executionArnOf('run'), maxResults: 1000, reverseOrder: false },
      { executionArn: executionArnOf('run'), maxResults: 100, reverseOrder: true },
    ]);
  });

  it("looks for retries in the Map Run's children and says that it is a sample", async () => {
    stage([{ succeeded: 0 }, { succeeded: 10 }, { succeeded: 20 }, { succeeded: 30, ended: true }]);
    const { stderr } = await runCli(['watch', 'run'], { now: start + 60_000 });
    expect(stderr).toContain('Ingest titles');
    expect(pagesOf(executionArnOf('child'))[0]).toMatchObject({ maxResults: 1000 });
    expect(service.mock.commandCalls(ListExecutionsCommand)[0]?.args[0].input).toEqual({
      mapRunArn,
      statusFilter: 'RUNNING',
      maxResults: 5,
    });
  });

  it('goes back to the history of the execution as soon as the Map Run is over', async () => {
    stage([]);
    const [running] = [...service.executions.values()];
    service.mock.on(DescribeMapRunCommand).callsFake(() => {
      // The Map Run has ended; the execution has not, and goes on with a state of its own.
      if (pagesOf(executionArnOf('run')).length > 1) {
        service.add({ name: 'run', description: { status: 'SUCCEEDED' }, events: running?.events ?? [] });
      }
      return Promise.resolve({ status: 'SUCCEEDED', itemCounts: counts({ total: 30, succeeded: 30 }) });
    });
    const { code } = await runCli(['watch', 'run'], { now: start });
    expect(pagesOf(executionArnOf('child'))).toEqual([]);
    expect(code).toBe(0);
  });

  it('does not read the history again when it has seen its end', async () => {
    const events = historyOf({ type: 'ExecutionStarted' }, { type: 'ExecutionSucceeded' });
    service.add({ name: 'run', description: { status: 'RUNNING' }, events });
    service.mock.on(GetExecutionHistoryCommand).callsFake(() => {
      // DescribeExecution had said RUNNING a moment before.
      service.add({ name: 'run', description: { status: 'SUCCEEDED' }, events });
      return Promise.resolve({ events });
    });
    const { code } = await runCli(['watch', 'run'], { now: start });
    expect(service.mock.commandCalls(GetExecutionHistoryCommand)).toHaveLength(1);
    expect(code).toBe(0);
  });

  it('waits for the end of the history, which may come later than the end of the execution', async () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'List new titles', '{}', 0),
      scheduled(),
      failed('InvalidInput', 'wrong'),
      { type: 'ExecutionFailed', executionFailedEventDetails: { error: 'InvalidInput', cause: 'wrong' } },
    );
    const description = { status: 'FAILED' as const, error: 'InvalidInput' };
    service.add({ name: 'run', description });
    service.mock
      .on(GetExecutionHistoryCommand)
      .callsFake(({ reverseOrder }: { reverseOrder: boolean }) =>
        Promise.resolve({ events: reverseOrder ? events.toReversed() : events.slice(0, 2) }),
      );
    const { stdout, io } = await runCli(['watch', 'run', '--json'], { now: start });
    expect(JSON.parse(stdout)).toMatchObject({ status: 'FAILED', failedState: 'List new titles' });
    expect(io.waits).toEqual([1000]);
  });

  it('waits a limited time for the end of a history, and not at all for that of an interrupted run', async () => {
    const events = historyOf({ type: 'ExecutionStarted' });
    service.add({ name: 'torn', description: { status: 'ABORTED' }, events });
    const torn = await runCli(['watch', 'torn'], { now: start });
    expect(torn.stdout).toContain('Run aborted');
    expect(torn.io.waits).toHaveLength(5);
    service.add({ name: 'cut-off', description: { status: 'RUNNING', redriveStatus: 'REDRIVABLE' }, events });
    const cutOff = await runCli(['watch', 'cut-off'], { now: start });
    expect(cutOff.stdout).toContain('Run interrupted');
    expect(cutOff.io.waits).toEqual([]);
  });

  it('marks caught errors, and counts no retries', async () => {
    const caught = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'Advance watermark', '{}', 0),
      scheduled(),
      failed('DynamoDB.ConditionalCheckFailedException', 'a later run was faster'),
      exited('Task', 'Advance watermark'),
      entered('Task', 'List new titles'),
    );
    service.add({ name: 'run', description: { status: 'RUNNING' }, events: caught });
    const io = new FakeIo({ now: start + 60_000 });
    const code = runProgram(['watch', 'run'], io);
    await settled(() => io.written.err.includes('… List new titles'));
    io.interruption.abort();
    expect(await code).toBe(130);
    expect(io.written.err).toContain(
      '⚠ Advance watermark caught DynamoDB.ConditionalCheckFailedException 3.0 s\n',
    );
    expect(io.written.err).not.toContain('retries');
  });

  it('says which run another one waits for', async () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'List new titles', '{}', 0),
      scheduled(),
      succeeded(listingOutput({ waitsFor: 'nightly' })),
      exited('Task', 'List new titles'),
      entered('Choice', 'Any new titles?'),
      exited('Choice', 'Any new titles?'),
      entered('Wait', 'Wait for earlier run'),
      exited('Wait', 'Wait for earlier run'),
      entered('Task', 'List new titles'),
      scheduled(),
      succeeded(listingOutput({})),
      exited('Task', 'List new titles'),
      entered('Wait', 'Another wait'),
      exited('Wait', 'Another wait'),
      { type: 'ExecutionSucceeded' },
    );
    service.add({ name: 'run', description: { status: 'SUCCEEDED' }, events });
    const { stderr } = await runCli(['watch', 'run']);
    expect(stderr).toContain('✔ Wait for earlier run: waits for nightly 1.0 s\n');
    expect(stderr).toContain('✔ Another wait 1.0 s\n');
  });

  it('tells once that a run waits for another one, however often it looks', async () => {
    const round = (waitsFor: string) => [
      entered('Task', 'List new titles', '{}'),
      scheduled(),
      succeeded(listingOutput({ waitsFor })),
      exited('Task', 'List new titles'),
      entered('Choice', 'Any new titles?'),
      exited('Choice', 'Any new titles?'),
      entered('Wait', 'Wait for earlier run'),
      exited('Wait', 'Wait for earlier run'),
    ];
    const rounds = [...round('nightly'), ...round('nightly'), ...round('nightly'), ...round('by-hand')];
    const events = historyOf({ type: 'ExecutionStarted' }, ...rounds, { type: 'ExecutionSucceeded' });
    service.add({ name: 'run', description: { status: 'SUCCEEDED' }, events });
    const { stderr } = await runCli(['watch', 'run']);
    expect(stderr.match(/^✔ \S.*? (?=\d)/gm)).toEqual([
      ...['✔ List new titles ', '✔ Any new titles? ', '✔ Wait for earlier run: waits for nightly '],
      ...['✔ List new titles ', '✔ Any new titles? ', '✔ Wait for earlier run: waits for by-hand '],
    ]);
  });

  it('ends with the failed state, its error and how to go on', async () => {
    addFailedRun(service, 'run');
    const { code, stdout, stderr } = await runCli([
      'watch',
      'run',
      '--local',
      '--endpoint-url',
      'http://127.0.0.1:1',
    ]);
    expect(stdout).toBe(`Run failed after 5 min 00 s

  execution   run
  state       Ingest titles
  error       States.ExceedToleratedFailureThreshold
  cause       too many
  because     Watchmode.Unavailable: the second time
              in Fetch title details, title 101, and 1 more like it
  advice      Redrive once Watchmode answers again.
  because     Watchmode.Unauthorized: the second time
              in Fetch title details, title 103
  advice      Put a valid key into the secret, then redrive.
  retries     1 retry (1 Watchmode.Unavailable)
`);
    expect(stderr).toContain(
      '✖ Ingest titles States.ExceedToleratedFailureThreshold 0/30 titles, 30 failed 4 min 51 s\n',
    );
    expect(stderr).toContain('why:     tvguide why run --local --endpoint-url http://127.0.0.1:1\n');
    expect(stderr).toContain('redrive: tvguide redrive run --local --endpoint-url http://127.0.0.1:1\n');
    expect(code).toBe(1);
  });

  it('suggests no redrive that would fail in the same way', async () => {
    service.add({
      name: 'run',
      description: { status: 'FAILED', error: 'InvalidInput', cause: '', redriveStatus: 'REDRIVABLE' },
      events: historyOf(entered('Task', 'List new titles'), scheduled(), failed('InvalidInput', 'wrong'), {
        type: 'ExecutionFailed',
        executionFailedEventDetails: { error: 'InvalidInput' },
      }),
    });
    const { stdout, stderr } = await runCli(['watch', 'run']);
    expect(stderr).toContain('why:     tvguide why run\n');
    expect(stdout).toContain('advice      Start another execution with a corrected input');
    expect(stderr).not.toContain('tvguide redrive');
  });

  it('prints the ending even if the root cause cannot be looked up', async () => {
    addFailedRun(service, 'run');
    service.mock.on(ListExecutionsCommand).rejects(new Error('not allowed'));
    const { code, stdout, stderr } = await runCli(['watch', 'run']);
    expect(stdout).toContain('error       States.ExceedToleratedFailureThreshold');
    expect(stderr).toContain('warning: cannot look up the root cause: Error: not allowed\n');
    expect(code).toBe(1);
  });

  it('warns of titles that were not published, and fails when they are most', async () => {
    const endsWith = (change: object) => {
      const output = JSON.stringify({ ...summary, ...change });
      service.add({
        name: 'run',
        description: { status: 'SUCCEEDED', output },
        events: historyOf({ type: 'ExecutionStarted' }, { type: 'ExecutionSucceeded' }),
      });
      return runCli(['watch', 'run']);
    };
    const some = await endsWith({ published: 26, skipped: 0, deferred: 3, rejected: 1 });
    expect(some.stdout).toMatch(/^Run succeeded\n/);
    expect(some.stderr).toBe(
      'warning: 3 of 30 titles were deferred: the next run over the open window asks for them again\n' +
        'warning: 1 of 30 titles was rejected: runs no longer ask for it; `tvguide deferred --rejected` shows why, and --retry resets it\n',
    );
    expect(some.code).toBe(0);
    expect((await runCli(['watch', 'run', '--region', 'eu-west-1'])).stderr).toContain(
      '`tvguide deferred --rejected --region eu-west-1` shows why',
    );
    // Half is not most, and what Watchmode does not know is nothing to publish.
    expect((await endsWith({ published: 0, skipped: 15, deferred: 10, rejected: 5 })).code).toBe(0);
    const most = await endsWith({ published: 14, skipped: 0, deferred: 10, rejected: 6 });
    expect(most.stdout).toMatch(/^Run succeeded, but most titles were not published\n/);
    expect(most.code).toBe(1);
    const others = await endsWith({ published: 26, deferred: 3, keepsDeferred: false });
    expect(others.stderr).toContain(
      'warning: 3 of 30 titles could not be fetched, and a run with regions of its own does not keep them for later runs\n',
    );
    const rehearsal = await endsWith({ published: 28, deferred: 1, dryRun: true, keepsDeferred: false });
    expect(rehearsal.stderr).toContain(
      'warning: 1 of 30 titles could not be fetched, and a dry run does not keep it for later runs\n',
    );
    const corrected = await endsWith({
      correctedWatermark: { from: '2026-11-27T06:00:00Z', to: '2026-11-24T05:00:00Z' },
    });
    expect(corrected.stdout).toMatch(
      /watermark +2026-11-24T06:00:00Z\n +watermark put right: from 2026-11-27T06:00:00Z to 2026-11-24T05:00:00Z\n/,
    );
    expect(corrected.code).toBe(0);
  });

  it('draws a bar and the time remaining on a terminal', async () => {
    stage([{ succeeded: 0 }, { succeeded: 10 }, { succeeded: 20 }, { succeeded: 30, ended: true }]);
    const { stderr } = await runCli(['watch', 'run', '--no-color'], { now: start + 9_000, isTTY: true });
    expect(stderr).toContain('10/30 titles, 8.3/s, 1.2 s');
    expect(stderr).toContain('20/30 titles, 8.3/s, about 1 s left');
    expect(stderr).toContain('██████████▒');
    expect(stderr).toContain(
      '2 retries (1 Watchmode.Unavailable, 1 Watchmode.RateLimited; sampled: 1 batch looked into)',
    );
    expect(stderr).toContain('✔ Summarise run');
  });

  it('stops at once when it is interrupted, and leaves the execution alone', async () => {
    service.add({ name: 'run', description: { status: 'RUNNING' }, events: parentHistory('running') });
    service.mapRuns.set(mapRunArn, { status: 'RUNNING', itemCounts: counts({ total: 30 }) });
    const io = new FakeIo({ now: start });
    const code = runProgram(['watch', 'run'], io);
    await settled();
    io.interruption.abort();
    expect(await code).toBe(130);
    expect(
      service.mock.calls().every(({ args: [command] }) => !/Stop|Redrive/.test(command.constructor.name)),
    ).toBe(true);
  });

  it('prints one JSON object and no progress with --json --quiet', async () => {
    stage([{ succeeded: 30, ended: true }]);
    const { stdout, stderr } = await runCli(['watch', 'last', '--json', '--quiet'], { now: start });
    expect(JSON.parse(stdout)).toEqual({
      executionArn: executionArnOf('run'),
      status: 'SUCCEEDED',
      ...{ elapsedMs: 5000, workingMs: 5000, waitedMs: 0 },
      redriveCount: 0,
      output: summary,
    });
    // A loss is told, --quiet or not.
    expect(stderr).toMatch(/^warning: 1 of 30 titles was rejected[^\n]*\n$/);
  });
});
