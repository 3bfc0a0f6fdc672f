import { TITLES_PER_BATCH } from './limits.ts';

/**
 * The maximum number of batches of ten titles at once. They use 1,000 concurrent functions, which is the default quota of
 * an AWS account. A new account may have a quota of only 10 or 50. `tvguide doctor` compares the two.
 */
export const MAX_BATCHES_AT_ONCE = 100;

/**
 * Returns the number of batches at once that uses all requests that Watchmode allows a minute.
 *
 * Each place in a batch sends a whole number of requests a minute. The target is two: each request then takes its place
 * for 30 seconds, and a Wait that ends a second late matters little. The target is one if two would leave ten requests
 * unused, unless that needs more than `MAX_BATCHES_AT_ONCE` batches. Requests beyond a multiple of ten stay unused.
 *
 * @param requestsPerMinute - a whole number, 1 or more
 */
export function batchesFor(requestsPerMinute: number): number {
  const oneEach = Math.floor(requestsPerMinute / TITLES_PER_BATCH);
  const isOneBetter = oneEach % 2 === 1 && oneEach <= MAX_BATCHES_AT_ONCE;
  const batches = isOneBetter ? oneEach : Math.floor(oneEach / 2);
  return Math.min(Math.max(1, batches), MAX_BATCHES_AT_ONCE);
}
