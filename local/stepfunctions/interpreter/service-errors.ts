/** The error codes with which Step Functions refuses a request. */
export type ServiceErrorName =
  | 'ExecutionAlreadyExists'
  | 'ExecutionDoesNotExist'
  | 'ExecutionLimitExceeded'
  | 'ExecutionNotRedrivable'
  | 'InvalidArn'
  | 'InvalidDefinition'
  | 'InvalidExecutionInput'
  | 'InvalidName'
  | 'InvalidOutput'
  | 'InvalidToken'
  | 'ResourceNotFound'
  | 'StateMachineDoesNotExist'
  | 'ValidationException';

/** A refused request. `name` is AWS's error code. */
export class ServiceError extends Error {
  override readonly name: ServiceErrorName;

  constructor(name: ServiceErrorName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}

/** Creates ExecutionNotRedrivable. `reason` is the `redriveStatusReason` of DescribeExecution. */
export function notRedrivable(executionArn: string, reason: string): ServiceError {
  return new ServiceError(
    'ExecutionNotRedrivable',
    `Execution ${executionArn} invalid for redrive as: ${reason}`,
  );
}
