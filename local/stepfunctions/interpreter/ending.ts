import type { HistoryEvent } from './history/event.ts';
import type { ExecutionChange } from './records.ts';

/** What the event that ends an execution says of it; `undefined` for every other event. */
export function endingOf(event: HistoryEvent): ExecutionChange | undefined {
  const end = { stopDate: event.timestamp, eventCount: event.id };
  switch (event.type) {
    case 'ExecutionSucceeded':
      return { ...end, status: 'SUCCEEDED', output: event.details.output };
    case 'ExecutionFailed':
      return { ...end, status: 'FAILED', ...event.details };
    case 'ExecutionTimedOut':
      // The execution itself shows neither error nor cause.
      return { ...end, status: 'TIMED_OUT' };
    case 'ExecutionAborted':
      return { ...end, status: 'ABORTED', ...event.details };
    default:
      return undefined;
  }
}
