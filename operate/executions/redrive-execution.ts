import { RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { redriveToken } from '../../workflow/redrive-policy.ts';
import type { StepFunctions } from '../aws/step-functions.ts';

/**
 * Redrives an execution. The client token depends only on the number of redrives, so the execution is redriven once
 * even if a killed command is called again, or if several people and `redrive-failed-run` redrive it at once.
 *
 * @param redriveCount - number of redrives so far
 * @example await redriveExecution(sfn, { executionArn, redriveCount: 0 })
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
