import type { RunSummary } from '../../events/types.ts';
import { conformsTo } from '../../events/validate.ts';
import { statusFor } from '../../operate/aws/interrupted.ts';
import { readCause } from '../../events/read-cause.ts';
import type { RunFollower } from '../../operate/run/run-follower.ts';
import { describeRetries } from './describe-progress.ts';
import type { Progress } from './progress.ts';

/** The end of an execution, for people. */
export interface RunResult {
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
  /** True if Step Functions would redrive it. */
  readonly isRedrivable: boolean;
}

/** The result of a run that has been followed to its end. */
export function runResultOf({ description, history }: RunFollower, progress: Progress): RunResult {
  const { executionArn = '', startDate, stopDate, redriveDate, error, cause, redriveCount = 0 } = description;
  const status = statusFor({ status: undefined, ...description });
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
    failedState: status === 'SUCCEEDED' ? undefined : history.failedVisit(error)?.name,
    error,
    cause: cause === undefined ? undefined : readCause(cause).message,
    isRedrivable: description.redriveStatus !== 'NOT_REDRIVABLE' && status !== 'SUCCEEDED',
  };
}
