import { MINUTE_MS } from '../../events/instant.ts';

/**
 * The longest that a request takes its place, in milliseconds.
 *
 * Far fewer requests a minute than places would hold each place for hours: with 60 places and one request a minute each
 * is held for one hour, and a run of some hundred titles reaches its time limit. From five minutes on, Watchmode's own
 * refusals (429) set the pace: the request is retried with backoff, and a title that stays refused is deferred.
 */
export const MAX_PLACE_MS = 5 * MINUTE_MS;

/**
 * How long one of `concurrency` places is taken by a request, in milliseconds, so that all places together send no more
 * than `requestsPerMinute` in any minute. 0 when the limit is not known, {@link MAX_PLACE_MS} at most.
 *
 * A place sends a whole number of requests a minute, as many as all places can. So the limit holds even when all places
 * send at the same moments, as they do after the start of a run. With fewer requests a minute than places each has its
 * turn in more than a minute.
 */
export function placeMs(requestsPerMinute: number | null, concurrency: number): number {
  if (requestsPerMinute === null) return 0;
  const perPlace = Math.floor(requestsPerMinute / concurrency);
  const exact = perPlace === 0 ? (concurrency * MINUTE_MS) / requestsPerMinute : MINUTE_MS / perPlace;
  return Math.min(Math.ceil(exact), MAX_PLACE_MS);
}
