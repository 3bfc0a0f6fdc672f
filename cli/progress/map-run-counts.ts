import type { DescribeMapRunOutput } from '@aws-sdk/client-sfn';

/** How far the titles of a Map Run have come. */
export interface TitleCounts {
  readonly total: number;
  readonly succeeded: number;
  /** Failed or timed out. What was aborted did not fail: somebody stopped it, or the failure of another did. */
  readonly failed: number;
  readonly running: number;
}

/** The counts of a Map Run's items, which are titles; a batch counts as soon as its child execution has ended. */
export function countTitles({ itemCounts }: Pick<DescribeMapRunOutput, 'itemCounts'>): TitleCounts {
  const { total = 0, succeeded = 0, failed = 0, timedOut = 0, running = 0 } = itemCounts ?? {};
  return { total, succeeded, failed: failed + timedOut, running };
}
