import type { EventType, HistoryEvent } from './event.ts';

/** An event in the shape of the API: the key of the details depends on the type. */
export interface WireEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Epoch milliseconds; the JSON protocol carries seconds. */
  readonly timestamp: number;
  readonly type: EventType;
  readonly [detailsKey: string]: unknown;
}

/** Returns the key of the details in AWS's HistoryEvent. */
export function detailsKeyOf(type: EventType): string {
  // All state types share these two keys.
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

/**
 * Converts an event to AWS's shape.
 * @example
 * toWireEvent({ ...event, type: 'ExecutionRedriven', details: { redriveCount: 1 } });
 * // { id: 7, …, executionRedrivenEventDetails: { redriveCount: 1 } }
 */
export function toWireEvent({ id, previousEventId, timestamp, type, details }: HistoryEvent): WireEvent {
  const head = { id, previousEventId, timestamp, type };
  return details === undefined ? head : { ...head, [detailsKeyOf(type)]: details };
}
