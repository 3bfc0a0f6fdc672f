import type { SweepPageItem } from '../../../events/types.ts';

/** The facts of a page that decide which one a sweep reads next. */
export type ReadPage = Pick<SweepPageItem, 'page' | 'limit' | 'total' | 'isLast' | 'titles'>;

/**
 * Returns the number of the page to read after this one; null if the sweep is complete.
 *
 * A page can lie behind the end of a section that became shorter. Titles have then moved to pages that were read before,
 * so the last page is read again.
 */
export function pageAfter({ page, limit, total, isLast, titles }: ReadPage): number | null {
  if (isLast) return null;
  return titles.length === 0 ? Math.max(1, Math.ceil(total / limit)) : page + 1;
}

/**
 * Returns true if a page shows the end of its section.
 *
 * @param totalPages - the number of pages, as the page says
 */
export function isLastPage({ page, titles }: Pick<ReadPage, 'page' | 'titles'>, totalPages: number): boolean {
  return page >= totalPages && (titles.length > 0 || page === 1);
}

/** Returns true if a page lists fewer titles than its total says. Watchmode answered before it had all of them. */
export function isShortPage({ page, limit, total, titles }: ReadPage): boolean {
  return new Set(titles).size < Math.min(limit, total - (page - 1) * limit);
}

/** The smallest page of a sweep, as a part of the largest one. */
const SMALLEST_PART = 0.6;

/**
 * Returns the maximum number of titles on the pages of the next sweep. Pages become smaller while a section is not settled,
 * so that they end at other titles. Then they are as large as possible.
 *
 * @param former - the page size of the last complete sweep; null if there is none
 */
export function nextLimit(
  former: { readonly limit: number; readonly isSettled: boolean } | null,
  largest: number,
): number {
  if (former === null || former.isSettled) return largest;
  const smaller = Math.min(former.limit, largest) - Math.max(1, Math.floor(former.limit / 25));
  return smaller < largest * SMALLEST_PART ? largest : smaller;
}
