/**
 * A sparse index of the journal entries of one execution in a shared log. Only some entries, the points, have their
 * offset stored; others are found by reading on from the previous point.
 */
export interface JournalIndex {
  /** The id of the last event, which is the number of entries unless some are lost. */
  count: number;
  /** Offset after the last entry. */
  end: number;
  /** Event id and offset of each point, alternating, by ascending id. */
  readonly points: number[];
}

const ENTRIES_BETWEEN_POINTS = 128;
/** The number of bytes of other executions after which an entry becomes a point, so that readers can skip them. */
export const MAX_GAP_BYTES = 64 * 1024;

export function emptyJournal(): JournalIndex {
  return { count: 0, end: 0, points: [] };
}

/** Adds an entry: event `id`, with `length` bytes at `offset`. */
export function noteEntry(journal: JournalIndex, id: number, offset: number, length: number): void {
  const lastPoint = journal.points.at(-2) ?? -Infinity;
  journal.count = id;
  if (journal.count - lastPoint >= ENTRIES_BETWEEN_POINTS || offset - journal.end > MAX_GAP_BYTES) {
    journal.points.push(journal.count, offset);
  }
  journal.end = offset + length;
}

/** Returns the offset of the last point at or before event `id`, or undefined if the journal has no such event. */
export function pointBefore(journal: JournalIndex, id: number): number | undefined {
  return journal.points[placeOf(journal, id) * 2 - 1];
}

/** Returns the first point after event `id`, if any. */
export function pointAfter(
  journal: JournalIndex,
  id: number,
): { readonly id: number; readonly offset: number } | undefined {
  const place = placeOf(journal, id) * 2;
  const pointId = journal.points[place];
  const offset = journal.points[place + 1];
  return pointId === undefined || offset === undefined ? undefined : { id: pointId, offset };
}

/** Returns the number of points at or before event `id`. */
function placeOf(journal: JournalIndex, id: number): number {
  let low = 0;
  let high = journal.points.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((journal.points[middle * 2] ?? Infinity) <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}
