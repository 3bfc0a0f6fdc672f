import type { ReferenceKind } from '../../events/progress.ts';
import type { GenreEvent, ReferenceEntry, RegionEvent, SourceEvent } from '../../events/types.ts';
import { envelope, eventId } from '../shared/stream/envelope.ts';
import { idOf } from './reference-kinds.ts';

/** An event of a service, a genre or a region. */
export type ReferenceEvent = SourceEvent | GenreEvent | RegionEvent;

/** The facts of the names that an event belongs to. */
export interface NamesOfEvent {
  readonly kind: ReferenceKind;
  /** The time of Watchmode's response, RFC 3339. */
  readonly fetchedAt: string;
  readonly executionArn: string;
}

/**
 * Builds the event of a name that is new or has changed. Its subject has the kind in it, because a bare number is a title.
 * Its id depends on the execution and the content.
 */
export function buildReferenceEvent(
  entry: ReferenceEntry,
  { kind, fetchedAt, executionArn }: NamesOfEvent,
): ReferenceEvent {
  const subject = `${kind}:${idOf(entry)}`;
  const id = eventId({ executionArn, kind: 'listed', subject, content: entry });
  // The kind decides the form of the entry.
  return {
    ...envelope(`tvguide.${kind}.listed`, { id, subject, time: fetchedAt }),
    data: entry,
  } as ReferenceEvent;
}
