import { TooManyTitles } from '../shared/errors/input-errors.ts';
import { jsonBytes } from '../shared/json-bytes.ts';

/** How many titles one run may carry. */
export const MAX_TITLES = 25_000;

/** Step Functions' quota for a payload between states, in bytes. */
const PAYLOAD_BYTES = 262_144;

/** The largest listing, in bytes of JSON: below the quota by what the state machine wraps around it. */
export const MAX_LISTING_BYTES = 250_000;

/** How many titles the state machine puts into one batch. */
export const TITLES_PER_BATCH = 10;

/** Kept free of the payload that all batches' results share, in bytes. */
const RESULTS_RESERVE_BYTES = 8_192;

/** The largest result of one batch, in bytes: ten titles set aside, each with its reason, and no more. */
export const MAX_BATCH_RESULT_BYTES = 4_096;

/**
 * Refuses more titles than one run may carry.
 *
 * @throws TooManyTitles
 */
export function checkTitleCount(titles: number): void {
  if (titles > MAX_TITLES) throw tooMany('titles', titles, MAX_TITLES, `${titles} titles`);
}

/**
 * Refuses a listing that does not fit between two states.
 *
 * @throws TooManyTitles
 */
export function checkListingBytes(listing: unknown): void {
  const bytes = jsonBytes(listing);
  if (bytes > MAX_LISTING_BYTES)
    throw tooMany('bytes', bytes, MAX_LISTING_BYTES, `a listing of ${bytes} bytes`);
}

/**
 * How large one batch's result may be, in bytes of JSON, so that an array of all of them stays below the payload
 * quota. One byte a result is the comma before it.
 */
export function batchResultBytes(titles: number): number {
  const batches = Math.max(1, Math.ceil(titles / TITLES_PER_BATCH));
  const share = Math.floor((PAYLOAD_BYTES - RESULTS_RESERVE_BYTES) / batches) - 1;
  return Math.min(share, MAX_BATCH_RESULT_BYTES);
}

function tooMany(reason: 'titles' | 'bytes', found: number, limit: number, what: string): TooManyTitles {
  return new TooManyTitles(
    reason,
    found,
    limit,
    `The run would carry ${what}; ${limit} are allowed. Narrow the window, set maxTitles, ` +
      'or split the range into runs with `tvguide backfill`',
  );
}
