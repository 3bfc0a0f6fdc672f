import { refuseLabel } from '../arns.ts';
import { arn, includedData } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { DEFAULT_LOGGING, DEFAULT_TRACING } from '../state-machines/state-machine.ts';
import { toSeconds } from '../wire.ts';
import { operation } from './operation.ts';

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
      loggingConfiguration: machine.loggingConfiguration ?? DEFAULT_LOGGING,
      tracingConfiguration: machine.tracingConfiguration ?? DEFAULT_TRACING,
      encryptionConfiguration: machine.encryptionConfiguration,
      revisionId: machine.revisionId,
      ...(included === 'METADATA_ONLY'
        ? {}
        : { variableReferences: engine.variableReferences(machine.definition) }),
    };
  },
);
