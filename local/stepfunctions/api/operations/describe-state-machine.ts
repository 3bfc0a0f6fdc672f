import { refuseLabel } from '../arns.ts';
import { arn, includedData } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { completeConfiguration } from '../state-machines/state-machine.ts';
import { toSeconds } from '../wire.ts';
import { operation } from './operation.ts';
import { variableReferences } from './variable-references.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html} */
export const describeStateMachine = operation(
  { stateMachineArn: required(arn()), includedData: includedData() },
  async ({ stateMachineArn, includedData: included }, { engine, stateMachines }) => {
    refuseLabel(stateMachineArn, 'DescribeStateMachine');
    const machine = await stateMachines.get(stateMachineArn);
    return {
      stateMachineArn,
      name: machine.name,
      status: machine.status,
      // The member is required: AWS returns an empty definition for METADATA_ONLY.
      definition: included === 'METADATA_ONLY' ? '' : machine.definition,
      roleArn: machine.roleArn,
      type: 'STANDARD',
      creationDate: toSeconds(machine.creationDate),
      ...completeConfiguration(machine),
      revisionId: machine.revisionId,
      variableReferences:
        included === 'METADATA_ONLY' ? undefined : variableReferences(engine, machine.definition),
    };
  },
);
