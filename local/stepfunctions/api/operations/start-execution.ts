import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import { refuseLabel } from '../arns.ts';
import { ApiError } from '../protocol/api-error.ts';
import { arn, data, name, traceHeader } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { snapshotOf } from '../state-machines/state-machine.ts';
import { toSeconds } from '../wire.ts';
import { operation } from './operation.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html} */
export const startExecution = operation(
  { stateMachineArn: required(arn()), name: name(), input: data(), traceHeader: traceHeader() },
  async (request, { engine, stateMachines }) => {
    const { stateMachineArn } = request;
    refuseLabel(stateMachineArn, 'StartExecution');
    const machine = await stateMachines.get(stateMachineArn);
    if (machine.status === 'DELETING') {
      throw new ApiError('StateMachineDeleting', `State Machine is being deleted: '${stateMachineArn}'`);
    }
    const { executionArn, startDate } = await engine.startExecution({
      stateMachine: snapshotOf(machine),
      ...omitUndefined({ name: request.name, input: request.input, traceHeader: request.traceHeader }),
    });
    return { executionArn, startDate: toSeconds(startDate) };
  },
);
