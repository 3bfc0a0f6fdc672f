import { DescribeStateMachineForExecutionCommand } from '@aws-sdk/client-sfn';
import type { StepFunctions } from '../aws/step-functions.ts';
import type { ErrorAdvice } from '../../workflow/error-advice.ts';
import { adviceFor } from './advice.ts';
import { type FailureNode, rootsOf } from './failure-chain.ts';
import { allowedRetries } from './retry-rule.ts';

/** One thing that went wrong in the first place, with what the runbook says of it. */
export interface RootCause {
  /** The execution that it happened in: a child of a Map Run, or the execution itself. */
  readonly executionArn: string;
  readonly state: string | undefined;
  /** The id of the event that scheduled the last attempt; undefined where no task failed. */
  readonly scheduledEventId: number | undefined;
  readonly error: string;
  readonly message: string;
  /** How often the state's work was tried since it was entered or last redriven. */
  readonly attempts: number;
  /** How often the state's Retry repeats after this error; undefined when the definition cannot tell. */
  readonly allowedRetries: number | undefined;
  readonly titleIds: readonly number[];
  /** How many executions failed like this, of those that were looked into. */
  readonly count: number;
  readonly advice: ErrorAdvice | undefined;
}

/** The root causes of a failure. The parent's definition holds the states of all children, too. */
export async function findRootCauses(
  { client }: StepFunctions,
  executionArn: string,
  failure: FailureNode,
): Promise<RootCause[]> {
  const { definition } = await client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
  return rootsOf(failure).map(({ link, count, titleIds }) => {
    const { executionArn: where, state, scheduledEventId, error, message, attempts } = link;
    return {
      executionArn: where,
      state,
      scheduledEventId,
      error,
      message,
      attempts,
      allowedRetries:
        state === undefined || definition === undefined
          ? undefined
          : allowedRetries(definition, state, error),
      titleIds,
      count,
      advice: adviceFor(error),
    };
  });
}
