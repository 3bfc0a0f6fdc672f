import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import type { ListedExecution } from '../../interpreter/records.ts';
import { parseArn } from '../arns.ts';
import { decodeToken, encodeToken, pageSize } from '../page-token.ts';
import { validationException } from '../protocol/api-error.ts';
import { arn, longArn, maxResults, pageToken } from '../shapes/members.ts';
import { oneOf } from '../shapes/shape.ts';
import { toOptionalSeconds, toSeconds, type Wire } from '../wire.ts';
import { operation, type ApiContext } from './operation.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html} */
export const listExecutions = operation(
  {
    stateMachineArn: arn(),
    mapRunArn: longArn(),
    statusFilter: oneOf('RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'),
    redriveFilter: oneOf('REDRIVEN', 'NOT_REDRIVEN'),
    maxResults: maxResults(),
    nextToken: pageToken(3096),
  },
  async (request, context) => {
    const { stateMachineArn, mapRunArn, statusFilter, redriveFilter } = request;
    const scope = await readScope(stateMachineArn, mapRunArn, context);
    if (statusFilter === 'PENDING_REDRIVE' && mapRunArn === undefined) {
      throw validationException('The statusFilter PENDING_REDRIVE can only be used with a mapRunArn');
    }
    if (redriveFilter !== undefined && mapRunArn === undefined) {
      throw validationException('The redriveFilter can only be used with a mapRunArn');
    }
    const binding = ['ListExecutions', stateMachineArn, mapRunArn, statusFilter, redriveFilter];
    const after = decodeToken(binding, request.nextToken);
    const { items, next } = await context.engine.listFacts({
      ...scope,
      limit: pageSize(request.maxResults),
      ...omitUndefined({
        status: statusFilter,
        redriven: redriveFilter && redriveFilter === 'REDRIVEN',
        after,
      }),
    });
    return {
      executions: items.map((item) => listItem(item, mapRunArn !== undefined)),
      nextToken: next === undefined ? undefined : encodeToken(binding, next),
    };
  },
);

type Scope = { readonly stateMachineArn: string } | { readonly mapRunArn: string };

async function readScope(
  stateMachineArn: string | undefined,
  mapRunArn: string | undefined,
  { engine, stateMachines }: ApiContext,
): Promise<Scope> {
  if (mapRunArn !== undefined) {
    if (stateMachineArn !== undefined) {
      throw validationException('You can specify either a mapRunArn or a stateMachineArn, but not both');
    }
    parseArn(mapRunArn, 'mapRun');
    await engine.describeMapRun(mapRunArn);
    return { mapRunArn };
  }
  if (stateMachineArn === undefined) {
    throw validationException('You must specify either a mapRunArn or a stateMachineArn');
  }
  const { label } = parseArn(stateMachineArn, 'stateMachine');
  await stateMachines.get(
    label === undefined ? stateMachineArn : stateMachineArn.slice(0, -label.length - 1),
  );
  return { stateMachineArn };
}

function listItem(record: ListedExecution, ofMapRun: boolean): Wire {
  const { executionArn, stateMachineArn, name, status, child } = record;
  return {
    executionArn,
    stateMachineArn,
    stateMachineVersionArn: record.stateMachineVersionArn,
    stateMachineAliasArn: record.stateMachineAliasArn,
    name,
    status,
    startDate: toSeconds(record.startDate),
    stopDate: toOptionalSeconds(record.stopDate),
    mapRunArn: child?.mapRunArn,
    itemCount: ofMapRun ? child?.itemCount : undefined,
    redriveCount: record.redriveCount,
    redriveDate: toOptionalSeconds(record.redriveDate),
  };
}
