import type { EventType, HistoryEvent } from './event.ts';

/** An event in the shape of the API: the details stand under a key that depends on the type. */
export interface WireEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Epoch milliseconds; the JSON protocol carries seconds. */
  readonly timestamp: number;
  readonly type: EventType;
  readonly [detailsKey: string]: unknown;
}

/** The member of AWS's HistoryEvent that holds the details of events of this type. */
export function detailsKeyOf(type: EventType): string {
  // States of all types share these two.
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

/** Gives an event AWS's shape. */
export function toWireEvent({ id, previousEventId, timestamp, type, details }: HistoryEvent): WireEvent {
  const head = { id, previousEventId, timestamp, type };
  return details === undefined ? head : { ...head, [detailsKeyOf(type)]: details };
}
