import type { ExecutionRecord } from '../../../local/stepfunctions/index.ts';
import { duration } from '../../render/duration.ts';
import { describeWorkTime } from '../../render/work-time.ts';

/** Adds up the times at work of executions that are redriven, from their records. */
export class WorkTimes {
  /** The milliseconds at work before the last redrive, by ARN, with the number of redrives. */
  readonly #before = new Map<string, { readonly ms: number; readonly redrives: number }>();

  /** Notes a record, and returns the time at work until now; empty for an execution that is running. */
  note({ executionArn, status, startDate, stopDate, redriveDate, redriveCount }: ExecutionRecord): string {
    if (status === 'RUNNING' || stopDate === undefined) return '';
    const last = stopDate - (redriveDate ?? startDate);
    const before = redriveCount === 0 ? { ms: 0, redrives: -1 } : this.#before.get(executionArn);
    // An earlier process ran the execution before its redrive, or it was interrupted.
    if (before?.redrives !== redriveCount - 1) return `${duration(last)} since its redrive`;
    const workingMs = before.ms + last;
    this.#before.set(executionArn, { ms: workingMs, redrives: redriveCount });
    if (status === 'SUCCEEDED') this.#before.delete(executionArn);
    return describeWorkTime({ workingMs, waitedMs: stopDate - startDate - workingMs });
  }
}
