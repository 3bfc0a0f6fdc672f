/** The errors with which Step Functions refuses a request. */
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

/** A request that the service refuses: `name` is AWS's error code, the message says what to do. */
export class ServiceError extends Error {
  override readonly name: ServiceErrorName;

  constructor(name: ServiceErrorName, message: string) {
    super(message);
    this.name = name;
  }
}

/** `reason` is that of DescribeExecution's `redriveStatusReason`. */
export function notRedrivable(executionArn: string, reason: string): ServiceError {
  return new ServiceError(
    'ExecutionNotRedrivable',
    `Execution ${executionArn} invalid for redrive as: ${reason}`,
  );
}
