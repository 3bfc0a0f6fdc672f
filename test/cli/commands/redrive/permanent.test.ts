import { beforeEach, describe, expect, it } from '@jest/globals';
import { RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { addFailedRun, failedChildHistory } from '../../support/failed-run.ts';
import { runCli } from '../../support/fake-io.ts';
import { definitionWith, FakeProgress, TABLE } from '../../support/fake-progress.ts';
import { executionArnOf, FakeStepFunctions, mapRunArn } from '../../support/fake-step-functions.ts';

const DAY_MS = 86_400_000;
const now = Date.UTC(2026, 10, 24, 10);
const service = new FakeStepFunctions();
const table = new FakeProgress();

describe('tvguide redrive --all-failed after permanent errors', () => {
  beforeEach(() => {
    service.reset();
    service.currentDefinition = definitionWith(TABLE);
    table.reset();
  });

  const failure = (name: string, error: string, day: number) => ({
    name,
    description: {
      ...({ status: 'FAILED', error, cause: '', redriveStatus: 'REDRIVABLE' } as const),
      startDate: new Date(now - day * DAY_MS),
      stopDate: new Date(now - day * DAY_MS + 60_000),
    },
  });
  const all = async () => {
    const { stdout, stderr, code } = await runCli(['redrive', '--all-failed', '--yes', '--json'], { now });
    return { ...(JSON.parse(stdout) as { results: unknown }), stderr, code };
  };
  const result = (name: string, error?: string) => ({
    executionArn: executionArnOf(name),
    redriven: error === undefined,
    reason: error === undefined ? null : `a redrive fails in the same way: ${error}`,
  });

  it('leaves these out, and says why and what to do', async () => {
    service.add(
      failure('wrong', 'InvalidInput', 4),
      failure('dear', 'BudgetExceeded', 3),
      failure('locked-out', 'Watchmode.Unauthorized', 2),
      failure('outage', 'Watchmode.Unavailable', 1),
    );

    const { results, stderr, code } = await all();

    expect(results).toEqual([
      result('wrong', 'InvalidInput'),
      result('dear', 'BudgetExceeded'),
      result('locked-out', 'Watchmode.Unauthorized'),
      result('outage'),
    ]);
    expect(service.mock.commandCalls(RedriveExecutionCommand)).toHaveLength(1);
    expect(stderr).toContain(
      'warning: wrong is left out, because a redrive fails in the same way. The execution was started with an input that breaks its schema. Start another execution with a corrected input; the message names each invalid field. `tvguide why wrong` has the message.\n',
    );
    expect(stderr).toContain(
      'warning: locked-out is left out, because a redrive fails in the same way. Watchmode refused the API key. Put a valid key into the secret, then redrive. After that: `tvguide redrive locked-out`.\n',
    );
    expect(stderr).not.toContain('wrong FAILED');
    expect(code).toBe(1);
  });

  it('redrives those with a cause that somebody has corrected, as a later success shows', async () => {
    const success = (name: string, day: number) => ({
      ...failure(name, '', day),
      description: { ...failure(name, '', day).description, status: 'SUCCEEDED' as const },
    });
    service.add(
      success('before', 3),
      failure('wrong', 'InvalidInput', 2.5),
      failure('locked-out', 'Watchmode.Unauthorized', 2),
    );
    expect((await all()).results).toEqual([
      result('wrong', 'InvalidInput'),
      result('locked-out', 'Watchmode.Unauthorized'),
    ]);

    service.add(success('after', 1));
    expect((await all()).results).toEqual([result('wrong', 'InvalidInput'), result('locked-out')]);
  });

  it('looks at the children of a Map Run, all of which must have failed for good', async () => {
    addFailedRun(service, 'run');
    const child = (titleId: number, error: string) =>
      service.add({
        name: `child-${titleId}`,
        childOf: mapRunArn,
        description: { status: 'FAILED', error, cause: '' },
        events: failedChildHistory(titleId, error),
      });
    expect((await all()).results).toEqual([result('run')]);

    child(101, 'Watchmode.Unauthorized');
    child(102, 'Watchmode.Unauthorized');
    expect((await all()).results).toEqual([result('run', 'Watchmode.Unauthorized')]);
  });
});
