import { refuseLabel } from '../arns.ts';
import { ApiError } from '../protocol/api-error.ts';
import { arn, data, includedData, name, traceHeader } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { operation } from './operation.ts';

/**
 * Refuses every request: this runtime has no EXPRESS state machines.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html}
 */
export const startSyncExecution = operation(
  {
    stateMachineArn: required(arn()),
    name: name(),
    input: data(),
    traceHeader: traceHeader(),
    includedData: includedData(),
  },
  async ({ stateMachineArn }, { stateMachines }) => {
    refuseLabel(stateMachineArn, 'StartSyncExecution');
    await stateMachines.get(stateMachineArn);
    throw new ApiError(
      'StateMachineTypeNotSupported',
      'This operation is not supported by this type of state machine',
    );
  },
);
