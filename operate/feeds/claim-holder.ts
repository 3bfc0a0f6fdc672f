import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { ClaimItem } from '../../events/types.ts';
import { isRunning } from '../aws/interrupted.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import { isError } from '../native-error.ts';

/** Tells if the execution that has the claim is at work. An execution that Step Functions has forgotten is not. */
export async function isHolderAtWork(
  { client }: StepFunctions,
  { executionArn }: ClaimItem,
): Promise<boolean> {
  try {
    return isRunning(await client.send(new DescribeExecutionCommand({ executionArn })));
  } catch (error) {
    if (isError(error) && error.name === 'ExecutionDoesNotExist') return false;
    throw error;
  }
}
