import { decodeRecord } from '../../events/decode-record.ts';
import type { StreamEvent } from '../../events/types.ts';
import { mapInParallel } from '../parallel.ts';

/** Adds an event to a catalogue. Resolves to false if it changes nothing. */
export type Update = (event: StreamEvent) => Promise<boolean>;

/** A record, from a stream or from a destination of failures. */
export interface ReplayedRecord {
  readonly sequenceNumber: string;
  readonly data: Uint8Array;
}

/** The result of {@link addRecords}. */
export interface Added {
  /** The number of records. */
  readonly records: number;
  /** The number of valid events in them. */
  readonly events: number;
  /** The number of events that changed the catalogue. */
  readonly changed: number;
  /** The reason for each part that is not a valid event. It names the record. */
  readonly faults: readonly string[];
}

/** The result for no records. */
export const NOTHING_ADDED: Added = { records: 0, events: 0, changed: 0, faults: [] };

/** The number of subjects, which are titles, services and their like, that are written at once. */
const SUBJECTS_AT_ONCE = 8;

/**
 * Adds the events of records to a catalogue as the consumer does: those of several subjects at once, and those of a title
 * in order. Rejects as `update` does, and all can be added again.
 * @example const { events, changed } = await addRecords(update, records)
 */
export async function addRecords(update: Update, records: readonly ReplayedRecord[]): Promise<Added> {
  const bySubject = new Map<string, StreamEvent[]>();
  const faults: string[] = [];
  let events = 0;
  for (const { data, sequenceNumber } of records) {
    const contents = decodeRecord(data);
    faults.push(...contents.faults.map((fault) => `record ${sequenceNumber}: ${fault}`));
    events += contents.events.length;
    for (const event of contents.events) {
      bySubject.set(event.subject, [...(bySubject.get(event.subject) ?? []), event]);
    }
  }
  const changes = await mapInParallel([...bySubject.values()], SUBJECTS_AT_ONCE, async (ofOne) => {
    let changed = 0;
    for (const event of ofOne) if (await update(event)) changed += 1;
    return changed;
  });
  const changed = changes.reduce((sum, count) => sum + count, 0);
  return { records: records.length, events, changed, faults };
}

/**
 * Returns the sum of two results.
 * @example pages.reduce(sumOf, NOTHING_ADDED)
 */
export function sumOf(one: Added, other: Added): Added {
  return {
    records: one.records + other.records,
    events: one.events + other.events,
    changed: one.changed + other.changed,
    faults: [...one.faults, ...other.faults],
  };
}
