import type { ExecutionChange, ExecutionRecord } from './records.ts';

/** The record after `change`; members given as `undefined` are gone. For implementations of ExecutionStore. */
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
    ...(stopDate === undefined ? {} : { stopDate }),
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    ...(redriveDate === undefined ? {} : { redriveDate }),
    ...(redriveTokens === undefined ? {} : { redriveTokens }),
    ...(eventCount === undefined ? {} : { eventCount }),
  };
}
