import type { DeferredItem } from '../../events/types.ts';

/**
 * Returns the titles that runs no longer fetch, the newest decision first.
 * @example const [newest] = rejectedTitles((await readFeed(progress, 'new_titles', io.now())).deferred)
 */
export function rejectedTitles(deferred: readonly DeferredItem[]): DeferredItem[] {
  const givenUpAt = ({ deferredAt, since }: DeferredItem) => Date.parse(deferredAt ?? since);
  return deferred
    .filter(isRejected)
    .sort((one, other) => givenUpAt(other) - givenUpAt(one) || one.titleId - other.titleId);
}

/**
 * Returns true if a title was given up or is unknown to Watchmode.
 * @example isRejected({ ...title, status: 'waiting' }) // false
 */
export function isRejected({ status }: DeferredItem): boolean {
  return status !== 'waiting';
}
