import { TITLES_PER_BATCH } from './limits.ts';

/**
 * The maximum number of batches of ten titles at once. They are 1,000 functions, which is the default quota of an AWS
 * account for all its functions. A new account may have 10 or 50 only, until it asks for more: `tvguide doctor`
 * compares.
 */
export const MAX_BATCHES_AT_ONCE = 100;

/**
 * How many batches are to be under way at once so that they use all of the requests that Watchmode allows a minute.
 *
 * A place in a batch sends a whole number of requests a minute. Two are aimed at: each then takes its place for half a
 * minute, of which the second that a Wait may be late is little. Where two a minute would leave ten requests unused, it
 * is one, unless that takes more than `MAX_BATCHES_AT_ONCE` batches: ten of more than a thousand are little. What is
 * beyond a multiple of ten requests stays unused.
 *
 * @param requestsPerMinute - a whole number, 1 or more
 */
export function batchesFor(requestsPerMinute: number): number {
  const oneEach = Math.floor(requestsPerMinute / TITLES_PER_BATCH);
  const isOneBetter = oneEach % 2 === 1 && oneEach <= MAX_BATCHES_AT_ONCE;
  const batches = isOneBetter ? oneEach : Math.floor(oneEach / 2);
  return Math.min(Math.max(1, batches), MAX_BATCHES_AT_ONCE);
}
