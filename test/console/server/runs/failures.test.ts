import { describe, expect, it } from '@jest/globals';
import { STOPPED } from '../../../../operate/executions/stopped-by.ts';
import { parentHistory } from '../../../cli/support/failed-run.ts';
import { executionArnOf, type FakeExecution, mapRunArn } from '../../../cli/support/fake-step-functions.ts';
import { fakeContext } from '../support/fake-context.ts';

const failureOf = async (description: NonNullable<FakeExecution['description']>) => {
  const { context } = await fakeContext([{ name: 'run', description, events: parentHistory('failed') }]);
  return context.failures.of(await context.models.get(executionArnOf('run')));
};

describe('the failure of a run', () => {
  it('says who has stopped it', async () => {
    expect(await failureOf({ status: 'ABORTED', ...STOPPED.byConsole })).toMatchObject({
      stop: 'was stopped in the console',
    });
  });

  it('has the reason for which a redrive fails in the same way, until a run has succeeded', async () => {
    const description = (error: string, seconds: number) => ({
      status: 'FAILED' as const,
      error,
      stopDate: new Date(Date.UTC(2026, 10, 24, 6, 0, seconds)),
    });
    const { context, fake } = await fakeContext([
      { name: 'locked-out', description: description('Watchmode.Unauthorized', 1) },
      { name: 'outage', description: description('Watchmode.Unavailable', 2) },
    ]);
    const reasonOf = async (name: string) =>
      (await context.failures.of(await context.models.get(executionArnOf(name))))?.permanent;
    expect(await reasonOf('locked-out')).toBe('Watchmode refused the API key.');
    expect(await reasonOf('outage')).toBeNull();

    fake.add({ name: 'after', description: { ...description('', 3), status: 'SUCCEEDED' } });
    expect(await reasonOf('locked-out')).toBeNull();
  });

  it('has no such reason for a child, which is redriven with its run', async () => {
    const description = { status: 'FAILED' as const, error: 'Watchmode.Unauthorized', mapRunArn };
    const { context } = await fakeContext([{ name: 'child', description }]);
    expect(await context.failures.of(await context.models.get(executionArnOf('child')))).toMatchObject({
      error: 'Watchmode.Unauthorized',
      permanent: null,
    });
  });

  it('is no stop of a run that failed', async () => {
    expect(await failureOf({ status: 'FAILED', error: 'Watchmode.Unauthorized' })).toMatchObject({
      stop: null,
      status: 'FAILED',
    });
  });
});
