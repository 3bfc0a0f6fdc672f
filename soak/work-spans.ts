import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** A time in which an execution fetched and published titles. Epoch milliseconds. */
export interface WorkSpan {
  readonly execution: string;
  readonly from: number;
  readonly to: number;
}

const BEGIN = new Set(['MapRunStarted', 'MapRunRedriven']);
const END = new Set(['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionAborted', 'ExecutionTimedOut']);

/**
 * The times in which an execution was at work over its titles. One that has not ended is at work for ever.
 *
 * @param deaths - when processes died in which it may have been at work
 */
export function workSpans(
  execution: string,
  events: readonly HistoryEvent[],
  deaths: readonly number[],
): WorkSpan[] {
  const timed = events.map(({ type = '', timestamp }) => ({ type, at: timestamp?.getTime() ?? 0 }));
  return timed.flatMap(({ type, at: from }, index) => {
    if (!BEGIN.has(type)) return [];
    const ended = timed.slice(index).find((event) => END.has(event.type))?.at ?? Number.POSITIVE_INFINITY;
    const died = deaths.find((death) => death >= from) ?? Number.POSITIVE_INFINITY;
    return [{ execution, from, to: Math.min(ended, died) }];
  });
}
