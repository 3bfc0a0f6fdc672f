import { beforeEach, describe, expect, it } from '@jest/globals';
import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { runCli } from '../support/fake-io.ts';
import { executionArnOf, FakeStepFunctions, stateMachineArn } from '../support/fake-step-functions.ts';

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
    expect(stdout).toBe(`NAME    STATUS     STARTED               DURATION    REDRIVES
newest  RUNNING    2026-11-24 09:58:30Z  1 min 30 s  0
middle  FAILED     2026-11-24 08:00:00Z  4.2 s       2
oldest  SUCCEEDED  2026-11-22 08:00:00Z  1 h 00 min  0
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
    // Only what may have been cut off is looked at more closely.
    expect(service.mock.commandCalls(DescribeExecutionCommand)).toHaveLength(2);
  });

  it('refuses an unknown status', async () => {
    const { code, stderr } = await runCli(['list', '--status', 'BROKEN']);
    expect(stderr).toContain('Allowed choices are RUNNING, SUCCEEDED, FAILED');
    expect(code).toBe(2);
  });
});
