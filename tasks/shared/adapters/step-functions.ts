import { DescribeExecutionCommand, ExecutionDoesNotExist, SFNClient } from '@aws-sdk/client-sfn';
import { problemOf } from '../errors/problem-of.ts';
import { ProgressUnavailable } from '../errors/progress-errors.ts';
import type { Executions } from '../progress/claim-window.ts';
import { clientSettings, type AwsConfig } from './client-settings.ts';

/** The timeouts of a request to Step Functions, in milliseconds, and the SDK's maximum number of attempts. */
const STEP_FUNCTIONS = { connectionTimeout: 3_000, requestTimeout: 5_000, maxAttempts: 4 } as const;

/** Creates a client for Step Functions. */
export function createStepFunctionsClient(
  config: AwsConfig & { readonly stepFunctionsEndpoint: string | undefined },
): SFNClient {
  return new SFNClient(clientSettings(config, config.stepFunctionsEndpoint, STEP_FUNCTIONS));
}

/** Reads executions from Step Functions. */
export function createExecutions(client: Pick<SFNClient, 'send'>): Executions {
  const stateOf = async (executionArn: string): Promise<'at work' | 'failed' | 'succeeded' | 'deleted'> => {
    try {
      const { status, redriveStatus } = await client.send(new DescribeExecutionCommand({ executionArn }));
      if (status === 'SUCCEEDED') return 'succeeded';
      const isRunning = status === 'RUNNING' || status === 'PENDING_REDRIVE';
      // The local runtime reports RUNNING and REDRIVABLE for an execution whose process has died.
      return isRunning && redriveStatus !== 'REDRIVABLE' ? 'at work' : 'failed';
    } catch (cause) {
      // Step Functions deletes an execution 90 days after its end.
      if (cause instanceof ExecutionDoesNotExist) return 'deleted';
      throw new ProgressUnavailable(`DescribeExecution of ${executionArn}`, problemOf(cause), { cause });
    }
  };
  return {
    isAtWork: async (executionArn) => (await stateOf(executionArn)) === 'at work',
    hasFailed: async (executionArn) => (await stateOf(executionArn)) === 'failed',
  };
}
