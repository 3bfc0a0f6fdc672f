import { parseArn } from '../arns.ts';
import { longArn } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { toOptionalSeconds, toSeconds } from '../wire.ts';
import { operation } from './operation.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html} */
export const describeMapRun = operation(
  { mapRunArn: required(longArn()) },
  async ({ mapRunArn }, { engine }) => {
    parseArn(mapRunArn, 'mapRun');
    const record = await engine.describeMapRun(mapRunArn);
    return {
      mapRunArn,
      executionArn: record.executionArn,
      status: record.status,
      startDate: toSeconds(record.startDate),
      stopDate: toOptionalSeconds(record.stopDate),
      maxConcurrency: record.maxConcurrency,
      toleratedFailurePercentage: record.toleratedFailurePercentage,
      toleratedFailureCount: record.toleratedFailureCount,
      itemCounts: record.itemCounts,
      executionCounts: record.executionCounts,
      redriveCount: record.redriveCount,
      redriveDate: toOptionalSeconds(record.redriveDate),
    };
  },
);
