import type { DepartureEvent, RemovalEvent, StreamEvent, TitleEvent } from './types.ts';

/** An event of a title. Its subject is the title's ID. */
export type EventOfTitle = TitleEvent | RemovalEvent | DepartureEvent;

/** An event of reference data: of a source, a genre or a region. Its subject is, for example, `source:203`. */
export type ReferenceEvent = Exclude<StreamEvent, EventOfTitle>;

/**
 * Returns the kind of an event, for a reader: the type without the names that all events of titles share.
 *
 * @param type - the `type` of an event
 * @example eventKind('tvguide.title.added'); // 'added'
 */
export function eventKind(type: string): string {
  return type.replace(/^tvguide\.(title\.)?/, '');
}

/**
 * Tells an event of a title from one of reference data.
 * @example isOfTitle(event) ? Number(event.subject) : event.data.name;
 */
export function isOfTitle(event: StreamEvent): event is EventOfTitle {
  return event.type.startsWith('tvguide.title.');
}

/**
 * Returns the title that an event is about; null for an event of reference data.
 * @example titleIdOf(event); // 345534
 */
export function titleIdOf(event: StreamEvent): number | null {
  return isOfTitle(event) ? Number(event.subject) : null;
}

/**
 * Tells an event that has the record of a title from one that has not.
 * @example hasRecord(event) ? event.data.title : null;
 */
export function hasRecord(event: StreamEvent): event is TitleEvent {
  return 'dataschema' in event;
}
