import { parseArn } from '../arns.ts';
import { arn, includedData } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { toSeconds } from '../wire.ts';
import { completeConfiguration } from '../state-machines/state-machine.ts';
import { operation } from './operation.ts';
import { variableReferences } from './variable-references.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html} */
export const describeStateMachineForExecution = operation(
  { executionArn: required(arn()), includedData: includedData() },
  async ({ executionArn, includedData: included }, { engine }) => {
    parseArn(executionArn, 'execution', 'express');
    const found = await engine.definitionForExecution(executionArn);
    const { stateMachineArn, snapshot, definition, mapRunArn, label } = found;
    return {
      // In a child of a Map Run, only the ARN has the label.
      stateMachineArn,
      name: snapshot.name,
      definition: included === 'METADATA_ONLY' ? '' : definition,
      roleArn: snapshot.roleArn,
      updateDate: toSeconds(snapshot.updateDate),
      revisionId: snapshot.revisionId,
      mapRunArn,
      label,
      ...completeConfiguration(snapshot.configuration ?? {}),
      variableReferences: included === 'METADATA_ONLY' ? undefined : variableReferences(engine, definition),
    };
  },
);
