import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type ExecutionArn, type StateMachineArn, statesArn } from '../../workflow/arns.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import { OperationError } from '../errors.ts';
import { hasName } from '../native-error.ts';

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
      if (hasName(error, 'ExecutionAlreadyExists')) {
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

/**
 * Starts an execution, or returns the running one with the same name and input. If an ended execution has the name, a
 * number is added to it: `retry-2`.
 * @example await startUnlessRunning(sfn, { stateMachineArn, name: 'retry', input: '{}' })
 */
export async function startUnlessRunning(
  sfn: StepFunctions,
  request: StartRequest,
): Promise<{ executionArn: ExecutionArn; startDate: Date | undefined }> {
  for (let generation = 1; ; generation += 1) {
    const name = generation === 1 ? request.name : `${request.name}-${generation}`;
    try {
      // StartExecution is idempotent while the execution runs.
      return await startExecution(sfn, { ...request, name });
    } catch (error) {
      if (!(error instanceof OperationError && hasName(error.cause, 'ExecutionAlreadyExists'))) throw error;
    }
  }
}
