import type { DescribeMapRunOutput } from '@aws-sdk/client-sfn';

/** The progress of a Map Run's items or children. */
export interface ItemCounts {
  readonly total: number;
  readonly succeeded: number;
  /** Failed or timed out. Aborted ones are not included: they were stopped by a user or because another failed. */
  readonly failed: number;
  readonly running: number;
  readonly pending: number;
  readonly aborted: number;
  /** The items of a sweep, of all of these, for titles that left a service and are not fetched. @default 0 */
  readonly departures?: number;
}

/**
 * Converts counts of DescribeMapRun, which counts an item once the child execution of its batch has ended.
 * @example itemCountsOf({ ...counts, failed: 1, timedOut: 2 }).failed // 3
 */
export function itemCountsOf(counts: Partial<DescribeMapRunOutput['itemCounts']> = {}): ItemCounts {
  const {
    total = 0,
    succeeded = 0,
    failed = 0,
    timedOut = 0,
    running = 0,
    pending = 0,
    aborted = 0,
  } = counts;
  return { total, succeeded, failed: failed + timedOut, running, pending, aborted };
}
