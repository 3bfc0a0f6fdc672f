import type { DescribeMapRunOutput } from '@aws-sdk/client-sfn';

/** The progress of a Map Run's items, or of its children. */
export interface ItemCounts {
  readonly total: number;
  readonly succeeded: number;
  /** Failed or timed out. What was aborted did not fail: somebody stopped it, or the failure of another did. */
  readonly failed: number;
  readonly running: number;
  readonly pending: number;
  readonly aborted: number;
}

/** Counts of DescribeMapRun. An item counts as soon as the child execution of its batch has ended. */
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
