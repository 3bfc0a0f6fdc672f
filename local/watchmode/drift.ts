import type { SeededRandom } from './seeded-random.ts';

/** The place of a page in its listing. */
export interface Place {
  /** The index of the first entry. */
  readonly start: number;
  /** The number of all entries. */
  readonly total: number;
}

/** The maximum number of entries that come or go at once. */
const MOST = 3;

/**
 * Returns the place of a page after entries have come or gone in front of it. The entries that come or go are on none of the
 * page itself, so that a client sees others move, but never an entry that is gone or one that does not belong there. The
 * next page is in its own place again, if it does not drift too.
 *
 * The first page does not drift, because nothing is in front of it.
 */
export function driftOf({ start, total }: Place, limit: number, random: SeededRandom): Place {
  if (start === 0 || start >= total) return { start, total };
  const count = Math.min(random.integer(1, MOST), start);
  const goes = random.chance(0.5);
  const moved = goes ? start + count : start - count;
  // As many entries do the opposite behind the page. The last page has nothing behind it.
  const isBalanced = random.chance(1 / 3) && Math.max(start + 1, moved) + limit <= total;
  if (isBalanced) return { start: moved, total };
  return { start: moved, total: goes ? total - count : total + count };
}
