import { decodeNamed, MAX_RUNS, type WaitingTitle } from '../../events/feed-progress.ts';
import type { SettleDeferredInput } from '../../events/types.ts';
import { epochMs, floorToSecond, formatInstant } from '../shared/instant.ts';

/** What a run has made of the titles that wait, and of those that it could not have itself. */
export interface JudgedTitles {
  /** Those that waited before and go on to wait. */
  readonly known: readonly WaitingTitle[];
  /** Those that this run is the first to defer. */
  readonly fresh: readonly WaitingTitle[];
  /** Those that as many runs have deferred as may: no run tries again. */
  readonly rejected: readonly WaitingTitle[];
  /** How many others were deferred: batches had no room for their IDs, or they are beyond the first hundred. */
  readonly others: number;
}

/**
 * Judges each title by what this run has met and by what waits now, which another run may have changed meanwhile.
 *
 * @param stored - the titles that wait according to the feed's parameter
 * @param maxRuns - how many runs may fail to fetch a title
 */
export function judgeTitles(
  { startedAt, waiting, named, unnamed, tally }: SettleDeferredInput,
  stored: readonly WaitingTitle[],
  maxRuns: number,
): JudgedTitles {
  const errors = new Map(named.map(decodeNamed).map(({ titleId, error }) => [titleId, error]));
  const since = formatInstant(floorToSecond(epochMs(startedAt)));
  const inHand = new Set(waiting);
  const storedIds = new Set(stored.map(({ titleId }) => titleId));

  const untouched = stored.filter(({ titleId }) => {
    // When batches had no room for all of their names, one that is not named may have been deferred as well.
    return !errors.has(titleId) && (!inHand.has(titleId) || unnamed > 0);
  });
  const again = stored.flatMap((title) => {
    const error = errors.get(title.titleId);
    return error === undefined ? [] : [{ ...title, error, runs: Math.min(title.runs + 1, MAX_RUNS) }];
  });
  const fresh = [...errors]
    .filter(([titleId]) => !storedIds.has(titleId))
    .map(([titleId, error]): WaitingTitle => ({ titleId, since, runs: 1, error }));
  const isOver = ({ runs }: WaitingTitle) => runs >= maxRuns;
  return {
    known: [...untouched, ...again.filter((title) => !isOver(title))],
    fresh: fresh.filter((title) => !isOver(title)),
    rejected: [...again, ...fresh].filter(isOver),
    others: tally.deferred - errors.size,
  };
}
