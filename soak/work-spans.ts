import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** A period in which an execution fetched and published titles, in epoch milliseconds. */
export interface WorkSpan {
  readonly execution: string;
  readonly from: number;
  readonly to: number;
}

const BEGIN = new Set(['MapRunStarted', 'MapRunRedriven']);
const END = new Set(['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionAborted', 'ExecutionTimedOut']);

/**
 * Returns the work spans of an execution. The span of an execution that has not ended is infinite.
 *
 * @param deaths the times at which the processes that ran it died
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
