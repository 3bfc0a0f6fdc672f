import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import { toWireEvent } from '../../interpreter/history/wire-event.ts';
import type { HistoryEvent } from '../../interpreter/history/event.ts';
import { isObject } from '../../interpreter/json.ts';
import { parseArn } from '../arns.ts';
import { decodeToken, encodeToken, pageSize } from '../page-token.ts';
import { arn, maxResults, pageToken } from '../shapes/members.ts';
import { boolean, required } from '../shapes/shape.ts';
import { toSeconds, type Wire } from '../wire.ts';
import { operation } from './operation.ts';

/** Members of event details that hold execution data, and their `...Details`. */
const EXECUTION_DATA = new Set([
  'input',
  'inputDetails',
  'output',
  'outputDetails',
  'parameters',
  'assignedVariables',
  'assignedVariablesDetails',
]);

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html} */
export const getExecutionHistory = operation(
  {
    executionArn: required(arn()),
    maxResults: maxResults(),
    reverseOrder: boolean(),
    nextToken: pageToken(),
    includeExecutionData: boolean(),
  },
  async (request, { engine }) => {
    const { executionArn, reverseOrder = false, includeExecutionData = true } = request;
    parseArn(executionArn, 'execution');
    const binding = ['GetExecutionHistory', executionArn, reverseOrder];
    const after = decodeToken(binding, request.nextToken);
    const { items, next } = await engine.getExecutionHistory({
      executionArn,
      reverseOrder,
      maxResults: pageSize(request.maxResults),
      ...omitUndefined({ after }),
    });
    return {
      events: items.map((event) => (includeExecutionData ? whole(event) : withoutData(event))),
      nextToken: next === undefined ? undefined : encodeToken(binding, next),
    };
  },
);

function whole(event: HistoryEvent): Wire {
  return { ...toWireEvent(event), timestamp: toSeconds(event.timestamp) };
}

function withoutData(event: HistoryEvent): Wire {
  return Object.fromEntries(
    Object.entries(whole(event)).map(([key, value]) => [key, isObject(value) ? strip(value) : value]),
  );
}

function strip(details: Readonly<Record<string, unknown>>): Wire {
  return Object.fromEntries(Object.entries(details).filter(([key]) => !EXECUTION_DATA.has(key)));
}
