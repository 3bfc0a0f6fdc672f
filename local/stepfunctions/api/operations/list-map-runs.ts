import { parseArn } from '../arns.ts';
import { decodeToken, encodeToken, pageSize } from '../page-token.ts';
import { arn, maxResults, pageToken } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { toOptionalSeconds, toSeconds } from '../wire.ts';
import { operation } from './operation.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListMapRuns.html} */
export const listMapRuns = operation(
  { executionArn: required(arn()), maxResults: maxResults(), nextToken: pageToken() },
  async (request, { engine }) => {
    const { executionArn } = request;
    parseArn(executionArn, 'execution');
    const binding = ['ListMapRuns', executionArn];
    const after = decodeToken(binding, request.nextToken);
    const limit = pageSize(request.maxResults);
    const { items, next } = await engine.listMapRuns(executionArn, limit, after);
    return {
      mapRuns: items.map((record) => ({
        executionArn: record.executionArn,
        mapRunArn: record.mapRunArn,
        stateMachineArn: record.stateMachineArn,
        startDate: toSeconds(record.startDate),
        stopDate: toOptionalSeconds(record.stopDate),
      })),
      nextToken: next === undefined ? undefined : encodeToken(binding, next),
    };
  },
);
