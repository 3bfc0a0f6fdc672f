import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { readCause } from '../../events/read-cause.ts';

/** The error of a history event. */
export interface Failure {
  readonly eventId: number;
  readonly at: Date | undefined;
  /** The error's name, which Retry and Catch match. */
  readonly error: string;
  /** The cause; for a Lambda error, the message in its JSON. */
  readonly message: string;
}

/**
 * Returns the error of an event that reports a failure or a timeout; undefined for other events.
 * @example events.map(failureOf).findLast((failure) => failure !== undefined)?.error // 'Watchmode.RateLimited'
 */
export function failureOf(event: HistoryEvent): Failure | undefined {
  const details = detailsOf(event);
  if (details === undefined) return undefined;
  const { error = event.type ?? 'Unknown', cause = '' } = details;
  return { eventId: event.id ?? 0, at: event.timestamp, error, message: readCause(cause).message };
}

function detailsOf(
  event: HistoryEvent,
): { error?: string | undefined; cause?: string | undefined } | undefined {
  return (
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.taskStartFailedEventDetails ??
    event.taskSubmitFailedEventDetails ??
    event.lambdaFunctionFailedEventDetails ??
    event.lambdaFunctionTimedOutEventDetails ??
    event.lambdaFunctionScheduleFailedEventDetails ??
    event.lambdaFunctionStartFailedEventDetails ??
    event.activityFailedEventDetails ??
    event.activityTimedOutEventDetails ??
    event.evaluationFailedEventDetails ??
    event.mapRunFailedEventDetails ??
    event.executionFailedEventDetails ??
    event.executionTimedOutEventDetails ??
    event.executionAbortedEventDetails
  );
}
