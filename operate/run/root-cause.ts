import { DescribeStateMachineForExecutionCommand } from '@aws-sdk/client-sfn';
import type { StepFunctions } from '../aws/step-functions.ts';
import type { ErrorAdvice } from '../../workflow/error-advice.ts';
import { adviceFor } from './advice.ts';
import { type ChainLink, type FailureNode, rootsOf } from './failure-chain.ts';
import { allowedRetries } from './retry-rule.ts';

/** One thing that went wrong in the first place, with what the runbook says of it. */
export interface RootCause extends ChainLink {
  /** How often the state's Retry repeats after this error; undefined when the definition cannot tell. */
  readonly allowedRetries: number | undefined;
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
  return rootsOf(failure).map(({ link, count, titleIds }) => ({
    ...link,
    titleIds,
    allowedRetries:
      link.state === undefined || definition === undefined
        ? undefined
        : allowedRetries(definition, link.state, link.error),
    count,
    advice: adviceFor(link.error),
  }));
}
