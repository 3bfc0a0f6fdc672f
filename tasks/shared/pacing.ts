import { MINUTE_MS } from '../../events/instant.ts';

/**
 * The maximum time for which a request takes its place, in milliseconds.
 *
 * With far fewer requests a minute than places, each place would be taken for hours: with 60 places and one request a
 * minute, for one hour, and a run of some hundred titles would time out. Beyond five minutes, Watchmode's own 429 responses
 * set the pace: the request is retried with backoff, and a title that stays refused is deferred.
 */
export const MAX_PLACE_MS = 5 * MINUTE_MS;

/**
 * Returns the time for which a request takes one of `concurrency` places, in milliseconds, so that all places together send
 * at most `requestsPerMinute` in any minute. It is 0 if the limit is unknown, and at most {@link MAX_PLACE_MS}.
 *
 * Each place sends the same whole number of requests a minute, so the limit holds even if all places send at once, as after
 * the start of a run. With fewer requests a minute than places, a place sends less than one a minute.
 */
export function placeMs(requestsPerMinute: number | null, concurrency: number): number {
  if (requestsPerMinute === null) return 0;
  const perPlace = Math.floor(requestsPerMinute / concurrency);
  const exact = perPlace === 0 ? (concurrency * MINUTE_MS) / requestsPerMinute : MINUTE_MS / perPlace;
  return Math.min(Math.ceil(exact), MAX_PLACE_MS);
}
