import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { RunSummary } from '../../events/types.ts';
import { conformsTo } from '../../events/validate.ts';
import { statusFor } from '../../operate/aws/interrupted.ts';
import { readCause } from '../../events/read-cause.ts';
import { statusOf } from '../../operate/run/state-visits.ts';
import { describeRetries } from './describe-progress.ts';
import type { Progress } from './progress.ts';

/** How an execution ended. */
export interface Ending {
  readonly executionArn: string;
  readonly status: string;
  /** Between its start, or its last redrive, and its end; null when it has none. */
  readonly elapsedMs: number | null;
  readonly redriveCount: number;
  /** The execution's output; null without one. */
  readonly output: unknown;
  /** The same, when it is a summary of a run. */
  readonly summary: RunSummary | undefined;
  /** In words; empty when nothing was repeated. */
  readonly retries: string;
  /** The state that failed. */
  readonly failedState: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** Whether Step Functions would redrive it. */
  readonly isRedrivable: boolean;
}

/** What DescribeExecution and the history say of an execution that has ended. */
export function endingOf(description: DescribeExecutionOutput, progress: Progress): Ending {
  const { executionArn = '', startDate, stopDate, redriveDate, error, cause, redriveCount = 0 } = description;
  const status = statusFor(description);
  const output: unknown = description.output === undefined ? null : JSON.parse(description.output);
  const begunAt = redriveDate ?? startDate;
  return {
    executionArn,
    status,
    elapsedMs:
      begunAt === undefined || stopDate === undefined ? null : stopDate.getTime() - begunAt.getTime(),
    redriveCount,
    output,
    summary: conformsTo('RunSummary', output) ? output : undefined,
    retries: describeRetries(progress),
    failedState:
      status === 'SUCCEEDED'
        ? undefined
        : progress.visits.findLast((visit) => statusOf(visit, false) === 'failed')?.name,
    error,
    cause: cause === undefined ? undefined : readCause(cause).message,
    isRedrivable: description.redriveStatus !== 'NOT_REDRIVABLE' && status !== 'SUCCEEDED',
  };
}
