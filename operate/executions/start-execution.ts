import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type ExecutionArn, type StateMachineArn, statesArn } from '../../workflow/arns.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import { OperationError } from '../errors.ts';

/** The input of StartExecution. */
export interface StartRequest {
  readonly stateMachineArn: StateMachineArn;
  readonly name: string;
  /** JSON text. */
  readonly input: string;
}

/**
 * Starts an execution.
 * @example await startExecution(sfn, { stateMachineArn, name: 'nightly', input: '{}' })
 */
export async function startExecution(
  { client }: StepFunctions,
  request: StartRequest,
): Promise<{ executionArn: ExecutionArn; startDate: Date | undefined }> {
  const { executionArn, startDate } = await client
    .send(new StartExecutionCommand(request))
    .catch((error: unknown) => {
      if (error instanceof Error && error.name === 'ExecutionAlreadyExists') {
        throw new OperationError(
          `an execution ${request.name} already exists: choose another name with --name`,
          { cause: error },
        );
      }
      throw error;
    });
  if (executionArn === undefined) throw new OperationError('Step Functions returned no execution ARN');
  return { executionArn: statesArn(executionArn, 'execution'), startDate };
}
