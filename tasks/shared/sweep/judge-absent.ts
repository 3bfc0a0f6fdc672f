import type { MissingTitle } from '../../../events/types.ts';
import type { KnownOrder, PageTitles } from './known-order.ts';

/** One page of a sweep. */
export interface SweptPage {
  /** Its number at Watchmode, from 1. */
  readonly page: number;
  /** True if it was the last page when it was read. */
  readonly isLast: boolean;
  /** The number of titles of the section when it was read. */
  readonly total: number;
  readonly titles: PageTitles;
}

/** The evidence about titles that a sweep does not list. */
export interface Evidence {
  /** The order of the former sweep. */
  readonly order: KnownOrder;
  readonly pages: readonly SweptPage[];
  /** Returns true if the sweep lists a title. */
  readonly isListed: (titleId: number) => boolean;
}

/** The place of an absent title: it comes after one title and before another; null if that title is not known. */
interface Place {
  readonly after: number | null;
  readonly before: number | null;
}

/**
 * Judges a title that the sweep does not list. It is seen gone if it cannot have been there all the time.
 *
 * A page that reaches over its place on both sides shows that it was not there. A page that reaches over only one side
 * narrows the place: if the title was there, it lies beyond the end of the page.
 *
 * @param missing - what earlier sweeps without the title left to know; undefined if the former sweep listed it
 */
export function judgeAbsent(
  titleId: number,
  missing: MissingTitle | undefined,
  { order, pages, isListed }: Evidence,
): MissingTitle {
  const sweeps = (missing?.sweeps ?? 0) + 1;
  if (missing?.seenGone === true) return { ...missing, sweeps };
  const former =
    missing === undefined
      ? { after: titleId, before: titleId }
      : { after: missing.after, before: missing.before ?? null };
  // The place is between titles of the former sweep at first. A page that reaches over it decides at once.
  let place: Place | null = pages.some((page) => narrow(former, page, order) === null)
    ? null
    : amongListed(former, { order, isListed });
  // All pages are read in both directions, because each can narrow further the place that another has left.
  for (const page of [...pages, ...pages.toReversed()]) place = place && narrow(place, page, order);
  return place === null
    ? { titleId, sweeps, seenGone: true, after: null, before: null }
    : { titleId, sweeps, seenGone: false, ...place };
}

/** Returns the same place between titles that the sweep lists: only these can be compared with its pages. */
function amongListed(
  { after, before }: Place,
  { order, isListed }: Pick<Evidence, 'order' | 'isListed'>,
): Place {
  return {
    after: after === null || isListed(after) ? after : order.nearestBefore(after, isListed),
    before: before === null || isListed(before) ? before : order.nearestAfter(before, isListed),
  };
}

/** Returns the place that a page without the title leaves for it; null if it leaves none. */
function narrow(
  { after, before }: Place,
  { page, isLast, total, titles }: SweptPage,
  order: KnownOrder,
): Place | null {
  if (total === 0) return null;
  const [first, last] = [titles[0], titles.at(-1)];
  if (first === undefined || last === undefined) return { after, before };
  const isUpTo = (limit: number) => (id: number) => id === limit || order.isBefore(id, limit);
  const isFrom = (limit: number) => (id: number) => id === limit || order.isBefore(limit, id);
  const reachesBefore = page === 1 || (after !== null && titles.some(isUpTo(after)));
  const reachesBehind = isLast || (before !== null && titles.some(isFrom(before)));
  if (reachesBefore && reachesBehind) return null;
  // Pages on one side of the place do not narrow it.
  if (reachesBefore && (after === null || titles.some(isFrom(after)))) return { after: last, before };
  if (reachesBehind && (before === null || titles.some(isUpTo(before)))) return { after, before: first };
  return { after, before };
}
