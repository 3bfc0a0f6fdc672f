import type { Page } from '../../interpreter/ports.ts';

/** Returns a page of an append-only list. The cursor is the number of items before the page. */
export function pageAfter<T>(all: readonly T[], limit: number, after = '0'): Page<T> {
  const start = Number(after);
  const items = all.slice(start, start + limit);
  return start + limit < all.length ? { items, next: String(start + limit) } : { items };
}
