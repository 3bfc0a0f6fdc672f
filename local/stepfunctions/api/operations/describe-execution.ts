import { parseArn } from '../arns.ts';
import { arn, includedData } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { toOptionalSeconds, toSeconds } from '../wire.ts';
import { deletingReason } from './deleting-reason.ts';
import { operation } from './operation.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html} */
export const describeExecution = operation(
  { executionArn: required(arn()), includedData: includedData() },
  async ({ executionArn, includedData: included }, { engine, stateMachines }) => {
    parseArn(executionArn, 'execution', 'express');
    const description = await engine.describeExecution(executionArn);
    const { record } = description;
    const deleting = await deletingReason(record, stateMachines);
    const hasData = included !== 'METADATA_ONLY';
    return {
      executionArn,
      stateMachineArn: record.stateMachineArn,
      stateMachineVersionArn: record.stateMachineVersionArn,
      stateMachineAliasArn: record.stateMachineAliasArn,
      name: record.name,
      status: record.status,
      startDate: toSeconds(record.startDate),
      stopDate: toOptionalSeconds(record.stopDate),
      ...(hasData ? { input: record.input, inputDetails: { included: true } } : {}),
      ...(hasData && record.output !== undefined
        ? { output: record.output, outputDetails: { included: true } }
        : {}),
      traceHeader: record.traceHeader,
      mapRunArn: record.child?.mapRunArn,
      ...(hasData ? { error: record.error, cause: record.cause } : {}),
      redriveCount: record.redriveCount,
      redriveDate: toOptionalSeconds(record.redriveDate),
      redriveStatus: deleting === undefined ? description.redriveStatus : 'NOT_REDRIVABLE',
      redriveStatusReason: deleting ?? description.redriveStatusReason,
    };
  },
);
