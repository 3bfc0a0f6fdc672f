const MINUTE_MS = 60_000;

/**
 * How long one of `concurrency` places is taken by a request, in milliseconds, so that all places together send no more
 * than `requestsPerMinute` in any minute. 0 when the limit is not known.
 *
 * A place sends a whole number of requests a minute, as many as all places can. So the limit holds even when all places
 * send at the same moments, as they do after the start of a run. With fewer requests a minute than places each has its
 * turn in more than a minute.
 */
export function placeMs(requestsPerMinute: number | null, concurrency: number): number {
  if (requestsPerMinute === null) return 0;
  const perPlace = Math.floor(requestsPerMinute / concurrency);
  return Math.ceil(perPlace === 0 ? (concurrency * MINUTE_MS) / requestsPerMinute : MINUTE_MS / perPlace);
}
