import {
  GetAccountSettingsCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { checkConcurrency } from '../../../../cli/commands/doctor/concurrency.ts';
import { TASK_NAMES } from '../../../../workflow/tasks.ts';
import { awsError } from '../../support/deployed-stacks.ts';

const OTHERS = TASK_NAMES.length - 1;
const lambda = mockClient(LambdaClient);
const check = () => checkConcurrency(new LambdaClient({ region: 'eu-west-2' }), 'title-ingestion-dev');

describe('the check of the concurrency quota', () => {
  beforeEach(() => {
    lambda.reset();
    lambda
      .on(GetFunctionConfigurationCommand, { FunctionName: 'title-ingestion-dev-fetch-title-details' })
      .resolves({ Environment: { Variables: { FETCH_CONCURRENCY: '60' } } });
  });
  const allow = (all: number, free = all) =>
    lambda.on(GetAccountSettingsCommand).resolves({
      AccountLimit: { ConcurrentExecutions: all, UnreservedConcurrentExecutions: free },
    });

  it.each([1_000, 60 + OTHERS])('is content with %i', async (quota) => {
    allow(quota);

    expect(await check()).toEqual({
      verdict: 'ok',
      detail: `a run has up to ${60 + OTHERS} functions at once, and the account allows ${quota}`,
    });
  });

  it('fails with one too few, and says how many batches at once would do', async () => {
    allow(60 + OTHERS - 1);

    expect(await check()).toEqual({
      verdict: 'failed',
      detail: `a run has up to ${60 + OTHERS} functions at once, and the account allows ${59 + OTHERS}`,
      remedy: expect.stringMatching(
        /Service Quotas; or set batchesAtOnce to 5 in infra\/stages\.ts, and deploy$/,
      ),
    });
  });

  it('fails with the quota of a new account, which is too small for any setting', async () => {
    allow(10);

    expect(await check()).toMatchObject({
      verdict: 'failed',
      remedy: expect.stringMatching(/Service Quotas$/),
    });
  });

  it('counts only what is not reserved for other functions', async () => {
    allow(1_000, 50);

    expect(await check()).toMatchObject({
      verdict: 'failed',
      detail: expect.stringContaining('the account allows 50, 950 of 1000 being reserved'),
    });
  });

  it('waits for the deployment, and passes on what else goes wrong', async () => {
    lambda.on(GetFunctionConfigurationCommand).rejects(awsError('ResourceNotFoundException'));
    expect(await check()).toEqual({ verdict: 'skipped', detail: 'the ingestion stack is not deployed' });

    lambda.on(GetFunctionConfigurationCommand).rejects(awsError('AccessDeniedException'));
    await expect(check()).rejects.toThrow('AccessDeniedException');
  });
});
