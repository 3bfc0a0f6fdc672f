import type { DeferredItem } from '../../events/types.ts';

/** The titles that no run asks for any more, those first that were given up last. */
export function rejectedTitles(deferred: readonly DeferredItem[]): DeferredItem[] {
  const givenUpAt = ({ deferredAt, since }: DeferredItem) => Date.parse(deferredAt ?? since);
  return deferred
    .filter(isRejected)
    .sort((one, other) => givenUpAt(other) - givenUpAt(one) || one.titleId - other.titleId);
}

/** True if a title was given up, or if Watchmode does not know it. */
export function isRejected({ status }: DeferredItem): boolean {
  return status !== 'waiting';
}
