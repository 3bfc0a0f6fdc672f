import { DescribeExecutionCommand, ExecutionDoesNotExist, SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';
import { createExecutions } from '../../../../tasks/shared/adapters/step-functions.ts';

let stepFunctions: AwsClientStub<SFNClient>;

beforeEach(() => {
  stepFunctions = mockClient(SFNClient);
});
afterEach(() => stepFunctions.restore());

const executions = () => createExecutions(new SFNClient({ region: 'eu-west-2' }));
const isAtWork = () => executions().isAtWork('arn:a');
const hasFailed = () => executions().hasFailed('arn:a');

describe('an execution', () => {
  it.each([
    ['RUNNING', 'NOT_REDRIVABLE', true, false],
    ['PENDING_REDRIVE', 'NOT_REDRIVABLE', true, false],
    // The local runtime reports this when the process of the execution has died.
    ['RUNNING', 'REDRIVABLE', false, true],
    ['SUCCEEDED', 'NOT_REDRIVABLE', false, false],
    ['FAILED', 'REDRIVABLE', false, true],
    ['FAILED', 'NOT_REDRIVABLE', false, true],
    ['TIMED_OUT', 'REDRIVABLE', false, true],
    ['ABORTED', 'REDRIVABLE', false, true],
  ] as const)(
    'that is %s and %s is at work: %s, has failed: %s',
    async (status, redriveStatus, ...expected) => {
      stepFunctions
        .on(DescribeExecutionCommand, { executionArn: 'arn:a' })
        .resolves({ status, redriveStatus });

      expect([await isAtWork(), await hasFailed()]).toEqual(expected);
    },
  );

  it('that Step Functions has deleted is not working, and is not known to have failed', async () => {
    stepFunctions
      .on(DescribeExecutionCommand)
      .rejects(new ExecutionDoesNotExist({ $metadata: {}, message: 'gone' }));

    expect([await isAtWork(), await hasFailed()]).toEqual([false, false]);
  });

  it('is unknown if Step Functions does not answer', async () => {
    const cause = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    stepFunctions.on(DescribeExecutionCommand).rejects(cause);

    await expect(isAtWork()).rejects.toMatchObject({
      name: 'Progress.Unavailable',
      message: 'DescribeExecution of arn:a: ThrottlingException: slow down',
      cause,
    });
  });
});
