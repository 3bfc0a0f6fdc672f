import type { RedriveStatus } from './engine-api.ts';
import type { Quotas } from './quotas.ts';
import type { ExecutionRecord } from './records.ts';

/** The redrive status, with AWS's reason if the execution cannot be redriven. */
export interface Redrivability {
  readonly redriveStatus: RedriveStatus;
  readonly redriveStatusReason?: string;
}

/**
 * Returns the redrive status. An interrupted execution counts as ended and can be redriven.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html}
 */
export function redrivability(
  record: ExecutionRecord,
  interrupted: boolean,
  now: number,
  quotas: Quotas,
): Redrivability {
  const reason = refusal(record, interrupted, now, quotas);
  if (reason !== undefined) return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason };
  return { redriveStatus: record.child === undefined ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN' };
}

function refusal(
  { status, type, eventCount = 0, startDate, stopDate }: ExecutionRecord,
  interrupted: boolean,
  now: number,
  quotas: Quotas,
): string | undefined {
  if (status === 'SUCCEEDED') return 'Execution is SUCCEEDED and cannot be redriven';
  if (status === 'RUNNING' && !interrupted) return 'Execution is RUNNING and cannot be redriven';
  if (status === 'PENDING_REDRIVE' && !interrupted) {
    return 'Execution is PENDING_REDRIVE and cannot be redriven';
  }
  // An Express child starts anew, so its history and age do not matter.
  if (type === 'EXPRESS') return undefined;
  // The history needs room for ExecutionRedriven and one more event.
  if (eventCount >= quotas.historyEvents - 1) {
    return 'Execution has exceeded the maximum history event limit';
  }
  if (now - startDate > quotas.standardExecutionMs) return 'Execution has exceeded the max execution time';
  // An interrupted execution has no stop date.
  if (now - (stopDate ?? now) > quotas.redrivablePeriodMs) return 'Execution redrivable period exceeded';
  return undefined;
}
