import { omitUndefined } from './omit-undefined.ts';
import type { ExecutionChange, ExecutionRecord } from './records.ts';

/** Returns the record with `change` applied; `undefined` removes a member. For implementations of ExecutionStore. */
export function applyChange(record: ExecutionRecord, change: ExecutionChange): ExecutionRecord {
  const { stopDate, output, error, cause, redriveDate, redriveTokens, eventCount, ...kept } = {
    ...record,
    ...change,
  };
  return {
    ...kept,
    status: change.status ?? record.status,
    startDate: change.startDate ?? record.startDate,
    redriveCount: change.redriveCount ?? record.redriveCount,
    ...omitUndefined({ stopDate, output, error, cause, redriveDate, redriveTokens, eventCount }),
  };
}
