/**
 * Where the journal entries of one execution stand in a log that other executions write to as well. Only some
 * entries have their offset kept, the points; the others are found by reading on from the point before.
 */
export interface JournalIndex {
  /** The id of the last event: the number of entries, unless some are lost. */
  count: number;
  /** Offset behind the last entry. */
  end: number;
  /** Event id and offset of each point, in turn, by rising id. */
  readonly points: number[];
}

const ENTRIES_BETWEEN_POINTS = 128;
/** How many bytes of other executions between two entries make a point, so that no reader has to read through them. */
export const MAX_GAP_BYTES = 64 * 1024;

export function emptyJournal(): JournalIndex {
  return { count: 0, end: 0, points: [] };
}

/** Takes note of a later entry of the journal, event `id`, `length` bytes at `offset`. */
export function noteEntry(journal: JournalIndex, id: number, offset: number, length: number): void {
  const lastPoint = journal.points.at(-2) ?? -Infinity;
  journal.count = id;
  if (journal.count - lastPoint >= ENTRIES_BETWEEN_POINTS || offset - journal.end > MAX_GAP_BYTES) {
    journal.points.push(journal.count, offset);
  }
  journal.end = offset + length;
}

/** Offset of the last point at or before event `id`; undefined when the journal has no such event. */
export function pointBefore(journal: JournalIndex, id: number): number | undefined {
  return journal.points[placeOf(journal, id) * 2 - 1];
}

/** The first point after event `id`, as its event id and offset; undefined when there is none. */
export function pointAfter(
  journal: JournalIndex,
  id: number,
): { readonly id: number; readonly offset: number } | undefined {
  const place = placeOf(journal, id) * 2;
  const pointId = journal.points[place];
  const offset = journal.points[place + 1];
  return pointId === undefined || offset === undefined ? undefined : { id: pointId, offset };
}

/** Number of points at or before event `id`. */
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
