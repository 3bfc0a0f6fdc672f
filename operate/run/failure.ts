import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { readCause } from '../../events/read-cause.ts';

/** An error that a history event carries. */
export interface Failure {
  readonly eventId: number;
  readonly at: Date | undefined;
  /** The error's name, on which Retry and Catch decide. */
  readonly error: string;
  /** What the cause says in words; for a Lambda error the message in its JSON. */
  readonly message: string;
}

/** The error of an event that says that something failed or timed out; undefined for all other events. */
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
