import { DescribeStateMachineForExecutionCommand } from '@aws-sdk/client-sfn';
import type { StepFunctions } from '../aws/step-functions.ts';
import type { ErrorAdvice } from '../../workflow/error-advice.ts';
import { adviceFor } from './advice.ts';
import { type ChainLink, type FailureNode, rootsOf } from './failure-chain.ts';
import { allowedRetries } from './retry-rule.ts';

/** A root cause with the advice of the runbook. */
export interface RootCause extends ChainLink {
  /** The number of retries that the state allows for the error; undefined if the definition does not contain it. */
  readonly allowedRetries: number | undefined;
  /** The number of executions with this root cause, of those that were read. */
  readonly count: number;
  readonly advice: ErrorAdvice | undefined;
}

/**
 * Returns the root causes of a failure. The definition of the parent includes the states of all children.
 * @example await findRootCauses(sfn, executionArn, await explainFailure(sfn, executionArn, 10))
 */
export async function findRootCauses(
  { client }: StepFunctions,
  executionArn: string,
  failure: FailureNode,
): Promise<RootCause[]> {
  const { definition } = await client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
  return rootsOf(failure).map(({ link, count, titleIds }) => ({
    ...link,
    titleIds,
    allowedRetries:
      link.state === undefined || definition === undefined
        ? undefined
        : allowedRetries(definition, link.state, link.error),
    count,
    advice: adviceFor(link.error, link.message),
  }));
}
