import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { failureOf } from './failure.ts';

const SCHEDULED = /^(Task|LambdaFunction|Activity)Scheduled$/;
const FAILED = /^(Task|LambdaFunction|Activity)(Failed|TimedOut|StartFailed|SubmitFailed|ScheduleFailed)$/;

/** True for an event that begins an attempt at a state's work. */
export function isScheduled({ type }: HistoryEvent): boolean {
  return SCHEDULED.test(type ?? '');
}

/** Counts the attempts that repeat one that failed, in one execution. */
export class RetryCounter {
  /** The number of retries by the error that made them necessary. */
  readonly counts = new Map<string, number>();
  /** The errors of attempts that failed and were not repeated so far, by event id. */
  readonly #unrepeated = new Map<number, string>();

  /**
   * Takes in an event of the history, in its order.
   *
   * @param lastError the error of the attempt before, where the events do not tell
   * @returns true for an attempt that is a retry
   */
  add(event: HistoryEvent, lastError?: string): boolean {
    const { id = 0, previousEventId = 0, type = '' } = event;
    if (FAILED.test(type)) this.#unrepeated.set(id, failureOf(event)?.error ?? type);
    if (!isScheduled(event)) return false;
    const error = this.#unrepeated.get(previousEventId) ?? lastError;
    if (error === undefined) return false;
    this.#unrepeated.delete(previousEventId);
    this.counts.set(error, (this.counts.get(error) ?? 0) + 1);
    return true;
  }
}
