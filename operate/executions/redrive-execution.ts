import { RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { redriveToken } from '../../workflow/redrive-policy.ts';
import type { StepFunctions } from '../aws/step-functions.ts';

/**
 * Redrives an execution with the same client token for everybody who redrives the same failure. So the execution is
 * redriven once by a command that was killed and called again, by two people at once, or by a person and the state
 * machine redrive-failed-run.
 *
 * @param redriveCount - number of redrives so far
 */
export async function redriveExecution(
  { client }: StepFunctions,
  { executionArn, redriveCount }: { readonly executionArn: string; readonly redriveCount: number },
): Promise<Date | undefined> {
  const { redriveDate } = await client.send(
    new RedriveExecutionCommand({ executionArn, clientToken: redriveToken(redriveCount) }),
  );
  return redriveDate;
}
