import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';
import { createFailedRuns, type FailedRuns } from '../../../tasks/judge-failed-run/failed-runs.ts';

let stepFunctions: AwsClientStub<SFNClient>;
let runs: FailedRuns;

beforeEach(() => {
  stepFunctions = mockClient(SFNClient);
  runs = createFailedRuns(new SFNClient({ region: 'eu-west-2' }));
});
afterEach(() => stepFunctions.restore());

const missing = () => new ExecutionDoesNotExist({ $metadata: {}, message: 'no such execution' });

describe('a failed run', () => {
  it('is described as Step Functions has it', async () => {
    stepFunctions.on(DescribeExecutionCommand, { executionArn: 'arn:own' }).resolves({
      status: 'FAILED',
      error: 'Stream.Throttled',
      redriveCount: 2,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is older than 14 days',
      startDate: new Date('2026-11-24T06:00:03.250Z'),
      input: '{"feed":"releases"}',
    });

    expect(await runs.describe('arn:own')).toEqual({
      status: 'FAILED',
      error: 'Stream.Throttled',
      redriveCount: 2,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is older than 14 days',
      startedAt: '2026-11-24T06:00:03.250Z',
      input: '{"feed":"releases"}',
    });
  });

  it('has timed out if Step Functions has no error', async () => {
    stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'TIMED_OUT', redriveStatus: 'REDRIVABLE' });

    expect(await runs.describe('arn:own')).toMatchObject({
      status: 'TIMED_OUT',
      error: 'States.Timeout',
      redriveCount: 0,
      redriveStatusReason: null,
      input: '{}',
    });
  });

  it('is null if the execution does not exist', async () => {
    stepFunctions.on(DescribeExecutionCommand).rejects(missing());

    expect(await runs.describe('arn:own')).toBeNull();
  });

  it('is unavailable if Step Functions does not answer', async () => {
    const cause = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    stepFunctions.onAnyCommand().rejects(cause);

    await expect(runs.describe('arn:own')).rejects.toMatchObject({
      name: 'Progress.Unavailable',
      message: 'DescribeExecution of arn:own: ThrottlingException: slow down',
      cause,
    });
    await expect(runs.childErrors('arn:own')).rejects.toMatchObject({
      name: 'Progress.Unavailable',
      request: 'the children of arn:own',
    });
  });
});

describe('the errors of its children', () => {
  it('are those of the newest Map Run, each once', async () => {
    const mapRun = (mapRunArn: string, day: number) => ({
      executionArn: 'arn:own',
      stateMachineArn: 'arn:machine',
      mapRunArn,
      startDate: new Date(Date.UTC(2026, 10, day)),
      stopDate: undefined,
    });
    const child = (executionArn: string) => ({
      executionArn,
      stateMachineArn: 'arn:machine',
      name: executionArn,
      status: 'FAILED' as const,
      startDate: new Date(),
    });
    stepFunctions
      .on(ListMapRunsCommand, { executionArn: 'arn:own' })
      .resolves({ mapRuns: [mapRun('arn:first', 1), mapRun('arn:newest', 3), mapRun('arn:second', 2)] })
      .on(ListExecutionsCommand, { mapRunArn: 'arn:newest', statusFilter: 'FAILED', maxResults: 20 })
      .resolves({ executions: ['arn:a', 'arn:b', 'arn:c', 'arn:gone'].map(child) })
      .on(DescribeExecutionCommand, { executionArn: 'arn:a' })
      .resolves({ error: 'Stream.Throttled' })
      .on(DescribeExecutionCommand, { executionArn: 'arn:b' })
      .resolves({ error: 'Watchmode.Unauthorized' })
      .on(DescribeExecutionCommand, { executionArn: 'arn:c' })
      .resolves({ error: 'Stream.Throttled' })
      .on(DescribeExecutionCommand, { executionArn: 'arn:gone' })
      .rejects(missing());

    expect(await runs.childErrors('arn:own')).toEqual(['Stream.Throttled', 'Watchmode.Unauthorized']);
  });

  it('are none without a Map Run or failed children', async () => {
    stepFunctions.on(ListMapRunsCommand).resolvesOnce({ mapRuns: [] }).resolvesOnce({});
    expect(await runs.childErrors('arn:own')).toEqual([]);
    expect(await runs.childErrors('arn:own')).toEqual([]);
    expect(stepFunctions.commandCalls(ListExecutionsCommand)).toHaveLength(0);

    const mapRun = { executionArn: 'arn:own', stateMachineArn: 'arn:m', mapRunArn: 'arn:map' };
    stepFunctions.on(ListMapRunsCommand).resolves({
      mapRuns: [{ ...mapRun, startDate: new Date(1), stopDate: undefined }],
    });
    stepFunctions.on(ListExecutionsCommand).resolvesOnce({ executions: [] }).resolvesOnce({});
    expect(await runs.childErrors('arn:own')).toEqual([]);
    expect(await runs.childErrors('arn:own')).toEqual([]);
    expect(stepFunctions.commandCalls(DescribeExecutionCommand)).toHaveLength(0);
  });

  it('are unavailable if a child cannot be described', async () => {
    stepFunctions
      .on(ListMapRunsCommand)
      .resolves({
        mapRuns: [
          {
            executionArn: 'arn:own',
            stateMachineArn: 'arn:m',
            mapRunArn: 'arn:map',
            startDate: new Date(1),
            stopDate: undefined,
          },
        ],
      })
      .on(ListExecutionsCommand)
      .resolves({
        executions: [
          {
            executionArn: 'arn:a',
            stateMachineArn: 'arn:m',
            name: 'a',
            status: 'FAILED',
            startDate: new Date(1),
          },
        ],
      })
      .on(DescribeExecutionCommand)
      .rejects(new Error('no network'));

    await expect(runs.childErrors('arn:own')).rejects.toMatchObject({
      name: 'Progress.Unavailable',
      request: 'DescribeExecution of arn:a',
    });
  });
});
