import { refuseLabel } from '../arns.ts';
import { arn } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { operation } from './operation.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html} */
export const deleteStateMachine = operation(
  { stateMachineArn: required(arn()) },
  async ({ stateMachineArn }, { stateMachines }) => {
    refuseLabel(stateMachineArn, 'DeleteStateMachine');
    await stateMachines.delete(stateMachineArn);
    return {};
  },
);
