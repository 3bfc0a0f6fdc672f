import type { HistoryEvent } from './history/event.ts';
import type { ExecutionChange } from './records.ts';

/** Returns the change that the final event of an execution makes to its record; `undefined` for other events. */
export function endingOf(event: HistoryEvent): ExecutionChange | undefined {
  const end = { stopDate: event.timestamp, eventCount: event.id };
  switch (event.type) {
    case 'ExecutionSucceeded':
      return { ...end, status: 'SUCCEEDED', output: event.details.output };
    case 'ExecutionFailed':
      return { ...end, status: 'FAILED', ...event.details };
    case 'ExecutionTimedOut':
      // The record of a timed-out execution has neither error nor cause.
      return { ...end, status: 'TIMED_OUT' };
    case 'ExecutionAborted':
      return { ...end, status: 'ABORTED', ...event.details };
    default:
      return undefined;
  }
}
