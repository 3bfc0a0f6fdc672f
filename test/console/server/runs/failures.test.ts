import { describe, expect, it } from '@jest/globals';
import { STOPPED } from '../../../../operate/executions/stopped-by.ts';
import { parentHistory } from '../../../cli/support/failed-run.ts';
import { executionArnOf, type FakeExecution } from '../../../cli/support/fake-step-functions.ts';
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

  it('is no stop of a run that failed', async () => {
    expect(await failureOf({ status: 'FAILED', error: 'Watchmode.Unauthorized' })).toMatchObject({
      stop: null,
      status: 'FAILED',
    });
  });
});
