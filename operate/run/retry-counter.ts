import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { failureOf } from './failure.ts';

const SCHEDULED = /^(Task|LambdaFunction|Activity)Scheduled$/;
const FAILED = /^(Task|LambdaFunction|Activity)(Failed|TimedOut|StartFailed|SubmitFailed|ScheduleFailed)$/;

/** Returns true for an event that begins an attempt. */
export function isScheduled({ type }: HistoryEvent): boolean {
  return SCHEDULED.test(type ?? '');
}

/**
 * Counts the retries in one execution.
 * @example const counter = new RetryCounter(); for (const event of events) counter.add(event)
 */
export class RetryCounter {
  /** The number of retries, by the error that caused them. */
  readonly counts = new Map<string, number>();
  /** The errors of failed attempts that were not retried so far, by event id. */
  readonly #unrepeated = new Map<number, string>();

  /**
   * Adds an event. Events must be added in the order of the history.
   *
   * @param lastError the error of the attempt before, for events that do not contain it
   * @returns true for a retry
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
