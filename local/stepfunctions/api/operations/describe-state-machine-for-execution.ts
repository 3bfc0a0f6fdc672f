import { parseArn } from '../arns.ts';
import { arn, includedData } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { toSeconds } from '../wire.ts';
import { operation } from './operation.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html} */
export const describeStateMachineForExecution = operation(
  { executionArn: required(arn()), includedData: includedData() },
  async ({ executionArn, includedData: included }, { engine }) => {
    parseArn(executionArn, 'execution', 'express');
    const { snapshot, definition, mapRunArn, label } = await engine.definitionForExecution(executionArn);
    return {
      stateMachineArn: snapshot.stateMachineArn,
      name: snapshot.name,
      definition: included === 'METADATA_ONLY' ? '' : definition,
      roleArn: snapshot.roleArn,
      updateDate: toSeconds(snapshot.updateDate),
      revisionId: snapshot.revisionId,
      mapRunArn,
      label,
      ...snapshot.configuration,
    };
  },
);
