import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { ClaimItem } from '../../events/types.ts';
import { isRunning } from '../aws/interrupted.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import { isError } from '../native-error.ts';

/** Returns true if the execution with the claim is running. An execution that Step Functions has deleted is not. */
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
