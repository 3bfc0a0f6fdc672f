import { beforeEach, describe, expect, it } from '@jest/globals';
import { runCli } from '../../support/fake-io.ts';
import { addFailedRun, counts, failedChildHistory, parentHistory } from '../../support/failed-run.ts';
import { FakeStepFunctions, mapRunArn } from '../../support/fake-step-functions.ts';

const service = new FakeStepFunctions();
beforeEach(() => service.reset());

/** The colour of a state in the Mermaid text. */
function colourIn(mermaid: string, name: string): string | undefined {
  const id = new RegExp(`(s\\d+) ?[[{(]+"${name}`).exec(mermaid)?.[1] ?? '?';
  return new RegExp(`class ${id} (\\w+)`).exec(mermaid)?.[1];
}

describe('tvguide graph EXECUTION', () => {
  it('colours the inside of a Map Run by its children', async () => {
    addFailedRun(service, 'run');
    const { code, stdout } = await runCli(['graph', 'run']);
    expect(colourIn(stdout, 'Ingest titles')).toBe('failed');
    expect(colourIn(stdout, 'Fetch title details')).toBe('failed');
    expect(stdout).toContain('"Ingest titles<br/>0 of 30 titles, 30 failed"');
    expect(code).toBe(0);
  });

  /** Leaves one child with open states. */
  const leaveOpen = (status: 'RUNNING' | 'TIMED_OUT' | 'ABORTED') => {
    for (const [arn, { childOf }] of service.executions)
      if (childOf !== undefined) service.executions.delete(arn);
    const one = { RUNNING: 'running', TIMED_OUT: 'timedOut', ABORTED: 'aborted' }[status];
    service.mapRuns.set(mapRunArn, {
      ...service.mapRuns.get(mapRunArn),
      executionCounts: { ...counts({ total: 1 }), [one]: 1 },
    });
    const events = failedChildHistory(101, 'Watchmode.Unavailable').filter(
      ({ type }) => type === 'TaskStateEntered',
    );
    service.add({ name: 'child', childOf: mapRunArn, description: { status }, events });
  };

  it.each(['RUNNING', 'TIMED_OUT', 'ABORTED'] as const)(
    'colours the open states of a child that is %s, and none as running after the end',
    async (status) => {
      addFailedRun(service, 'run');
      leaveOpen(status);
      const { stdout } = await runCli(['graph', 'run']);
      expect(colourIn(stdout, 'Fetch title details')).toBe('aborted');
    },
  );

  it('colours running states in a child of a running execution', async () => {
    addFailedRun(service, 'run');
    service.add({ name: 'run', description: { status: 'RUNNING' }, events: parentHistory('running') });
    leaveOpen('RUNNING');
    const { stdout } = await runCli(['graph', 'run']);
    expect(colourIn(stdout, 'Fetch title details')).toBe('running');
  });
});
