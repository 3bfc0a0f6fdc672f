import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { failureOf } from '../../operate/run/failure.ts';
import type { AttemptEvent } from './retry-counter.ts';

/** What an event of GetExecutionHistory says of an attempt. */
export function attemptOf(event: HistoryEvent): AttemptEvent {
  const { id = 0, previousEventId = 0, type = '' } = event;
  return { id, previousEventId, type, error: failureOf(event)?.error };
}
