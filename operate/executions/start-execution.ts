import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type ExecutionArn, type StateMachineArn, statesArn } from '../../workflow/arns.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import { OperationError } from '../errors.ts';

/** What StartExecution needs. */
export interface StartRequest {
  readonly stateMachineArn: StateMachineArn;
  readonly name: string;
  /** JSON text. */
  readonly input: string;
}

/** Starts an execution and gives its ARN. */
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
  if (executionArn === undefined) throw new OperationError('Step Functions gave the execution no ARN');
  return { executionArn: statesArn(executionArn, 'execution'), startDate };
}
