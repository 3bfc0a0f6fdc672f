import { beforeEach, describe, expect, it } from '@jest/globals';
import { DescribeExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { counts, parentHistory } from '../support/failed-run.ts';
import { runCli } from '../support/fake-io.ts';
import {
  executionArnOf,
  type FakeExecution,
  FakeStepFunctions,
  mapRunArn,
} from '../support/fake-step-functions.ts';

const now = Date.UTC(2026, 10, 24, 6, 3, 10);
const service = new FakeStepFunctions();
const stopped = () => service.mock.commandCalls(StopExecutionCommand).map(({ args: [{ input }] }) => input);
const running = (name: string, description: FakeExecution['description'] = {}) =>
  service.add({ name, description: { status: 'RUNNING', redriveStatus: 'NOT_REDRIVABLE', ...description } });

beforeEach(() => service.reset());

describe('tvguide stop', () => {
  it('asks, stops, waits for the end and prints the command to continue', async () => {
    running('run');
    const { code, stdout, stderr, io } = await runCli(['stop', 'run', '--local'], { answers: ['y'], now });
    expect(io.questions).toEqual(['Stop run? [y/N] ']);
    expect(stderr).toBe(
      'run has been running for 3 min 10 s. What it has published stays published.\n' +
        'redrive: `tvguide redrive run --local` continues where it was stopped\n',
    );
    expect(stopped()).toEqual([
      { executionArn: executionArnOf('run'), error: 'Stopped', cause: 'Stopped with tvguide stop' },
    ]);
    expect(stdout).toBe('ABORTED  run\n');
    expect(code).toBe(0);
  });

  it('says what a redrive costs', async () => {
    service.add({
      name: 'run',
      description: { status: 'RUNNING', redriveStatus: 'NOT_REDRIVABLE' },
      events: parentHistory('running'),
    });
    service.mapRuns.set(mapRunArn, { itemCounts: counts({ total: 30, succeeded: 12 }) });
    const { stderr } = await runCli(['stop', 'run', '--yes'], { now });
    expect(stderr).toContain(
      'continues where it was stopped, and fetches 18 of 30 titles, for at most 36 credits\n',
    );
  });

  it('gives the error and the cause, and takes `last` for the newest', async () => {
    running('old', { startDate: new Date(now - 2_000) });
    running('new', { startDate: new Date(now - 1_000) });
    const args = ['stop', 'last', '--yes', '--error', 'WrongWindow', '--cause', 'window of 2025', '--json'];
    const { code, stdout } = await runCli(args, { now });
    expect(stopped()).toEqual([
      { executionArn: executionArnOf('new'), error: 'WrongWindow', cause: 'window of 2025' },
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      executionArn: executionArnOf('new'),
      status: 'ABORTED',
      redriveStatus: 'REDRIVABLE',
    });
    expect(code).toBe(0);
  });

  it.each(['', 'n', 'maybe'])('leaves the execution alone on the answer %j', async (answer) => {
    running('run');
    const { code, stderr } = await runCli(['stop', 'run'], { answers: [answer], now });
    expect(stopped()).toEqual([]);
    expect(stderr).toContain('nothing was stopped\n');
    expect(code).toBe(1);
  });

  it('refuses to act without a terminal, unless --yes is given', async () => {
    const { code, stderr } = await runCli(['stop', 'run']);
    expect(stderr).toBe('tvguide: stop asks before it acts, and there is no terminal to ask on: add --yes\n');
    expect(code).toBe(2);
    expect(service.mock.calls()).toHaveLength(0);
  });

  it('must be told what to stop', async () => {
    const { code, stderr } = await runCli(['stop', '--yes']);
    expect(stderr).toContain("missing required argument 'execution'");
    expect(code).toBe(2);
  });

  it.each([
    [{ status: 'FAILED' }, 'tvguide: run has ended already: it is FAILED\n'],
    [
      { status: 'RUNNING', redriveStatus: 'REDRIVABLE' },
      'tvguide: run was interrupted, and nothing of it is running; continue it with `tvguide redrive run`\n',
    ],
  ] as const)('has nothing to stop in %j', async (description, message) => {
    service.add({ name: 'run', description });
    const { code, stderr } = await runCli(['stop', 'run', '--yes']);
    expect(stderr).toBe(message);
    expect(stopped()).toEqual([]);
    expect(code).toBe(1);
  });

  it('waits until the service no longer reports RUNNING', async () => {
    running('run');
    let asked = 0;
    service.mock.on(DescribeExecutionCommand).callsFake(({ executionArn }) => {
      asked += 1;
      return Promise.resolve({
        executionArn,
        startDate: new Date(now),
        status: asked < 4 ? 'RUNNING' : 'ABORTED',
      });
    });
    const { code, stdout, io } = await runCli(['stop', 'run', '--yes'], { now });
    expect(io.waits).toHaveLength(2);
    expect(stdout).toBe('ABORTED  run\n');
    expect(code).toBe(0);
  });

  it('warns if the execution ended before it was stopped', async () => {
    running('run');
    service.mock.on(StopExecutionCommand).callsFake(({ executionArn }: { executionArn: string }) => {
      service.add({ name: 'run', description: { status: 'SUCCEEDED', executionArn } });
      return Promise.resolve({ stopDate: new Date(0) });
    });
    const { code, stdout, stderr } = await runCli(['stop', 'run', '--yes'], { now });
    expect(stdout).toBe('SUCCEEDED  run\n');
    expect(stderr).toContain('warning: run ended before it could be stopped\n');
    expect(code).toBe(1);
  });
});
