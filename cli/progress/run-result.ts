import type { RunSummary } from '../../events/types.ts';
import { statusFor } from '../../operate/aws/interrupted.ts';
import { readCause } from '../../events/read-cause.ts';
import type { RunFollower } from '../../operate/run/run-follower.ts';
import { summaryIn } from '../../operate/run/summary.ts';
import { type WorkTime, workTimeOf } from '../render/work-time.ts';
import { describeRetries } from './describe-progress.ts';
import type { Progress } from './progress.ts';

/** The result of an execution. */
export interface RunResult {
  readonly executionArn: string;
  readonly status: string;
  /** The time from the start or last redrive to the end; null without an end. */
  readonly elapsedMs: number | null;
  /** The time at work over all redrives, and the time between them. */
  readonly workTime: WorkTime;
  readonly redriveCount: number;
  /** The execution's output; null without one. */
  readonly output: unknown;
  /** The output, if it is the summary of a run. */
  readonly summary: RunSummary | undefined;
  /** A description; empty without retries. */
  readonly retries: string;
  /** The state that failed. */
  readonly failedState: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** True if the execution can be redriven. */
  readonly isRedrivable: boolean;
}

/** Returns the result of a run that has ended. */
export function runResultOf({ description, history }: RunFollower, progress: Progress): RunResult {
  const { executionArn = '', startDate, stopDate, redriveDate, error, cause, redriveCount = 0 } = description;
  const status = statusFor({ status: undefined, ...description });
  const output: unknown = description.output === undefined ? null : JSON.parse(description.output);
  return {
    executionArn,
    status,
    elapsedMs: timeBetween(redriveDate ?? startDate, stopDate),
    workTime: workTimeOf(timeBetween(startDate, stopDate) ?? 0, history.stretches),
    redriveCount,
    output,
    summary: summaryIn(description.output),
    retries: describeRetries(progress),
    failedState: status === 'SUCCEEDED' ? undefined : history.failedVisit(error)?.name,
    error,
    cause: cause === undefined ? undefined : readCause(cause).message,
    isRedrivable: description.redriveStatus !== 'NOT_REDRIVABLE' && status !== 'SUCCEEDED',
  };
}

function timeBetween(from: Date | undefined, to: Date | undefined): number | null {
  return from === undefined || to === undefined ? null : to.getTime() - from.getTime();
}
