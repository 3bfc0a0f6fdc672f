import { isKept, MAX_WAITING_PER_RUN, waitingTitles } from '../../events/progress.ts';
import type { DeferredItem } from '../../events/types.ts';
import { epochMs, HOUR_MS } from '../../events/instant.ts';

/** The titles of a feed that wait for its next run. */
export interface Waiting {
  /** Those that a run fetches, longest wait first: at most {@link MAX_WAITING_PER_RUN}. */
  readonly titles: readonly DeferredItem[];
  /** The total number of waiting titles. */
  readonly count: number;
  /** The longest wait in whole hours; 0 if no title waits. */
  readonly longestHours: number;
}

/** The waiting titles of a run that takes none. */
export const NONE_WAITING: Waiting = { titles: [], count: 0, longestHours: 0 };

/** Returns the waiting titles of a feed at a time in epoch milliseconds. */
export function waitingOf(deferred: readonly DeferredItem[], now: number): Waiting {
  const titles = waitingTitles(deferred.filter((item) => isKept(item, now)));
  const [oldest] = titles;
  return {
    titles: titles.slice(0, MAX_WAITING_PER_RUN),
    count: titles.length,
    longestHours: oldest === undefined ? 0 : Math.max(0, Math.floor((now - epochMs(oldest.since)) / HOUR_MS)),
  };
}
