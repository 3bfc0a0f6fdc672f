/**
 * How much the state machine carries at once. All of it follows from Step Functions' quota for what goes from one state
 * to the next, and from the size of a batch, which the definition has as a number: a test holds the two together.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */

/** The largest payload between two states, in bytes of UTF-8 JSON. */
export const PAYLOAD_BYTES = 262_144;

/** How many titles one child execution fetches and publishes. */
export const TITLES_PER_BATCH = 10;

/** How many titles one run may carry: so many of Watchmode's IDs, which have seven digits, fit between two states. */
export const MAX_TITLES = 25_000;

/** The largest listing, in bytes: below the quota by what the state machine wraps around it. */
export const MAX_LISTING_BYTES = 250_000;

/** What all records of a batch may come to, in bytes: the rest is for what wraps them on their way to publish-titles. */
const BATCH_RECORDS_BYTES = 204_800;

/** The largest record of a title, in bytes: a batch of them fits between two states. */
export const MAX_RECORD_BYTES = Math.floor(BATCH_RECORDS_BYTES / TITLES_PER_BATCH);

/** Kept free of the payload that the results of all batches share, in bytes. */
const RESULTS_RESERVE_BYTES = 8_192;

/** The largest result of one batch, in bytes: ten titles set aside, each with its reason, and no more. */
export const MAX_BATCH_RESULT_BYTES = 4_096;

/**
 * How large one batch's result may be, in bytes of JSON, so that an array of all of them stays below the payload
 * quota. One byte a result is the comma before it.
 */
export function batchResultBytes(titles: number): number {
  const batches = Math.max(1, Math.ceil(titles / TITLES_PER_BATCH));
  const share = Math.floor((PAYLOAD_BYTES - RESULTS_RESERVE_BYTES) / batches) - 1;
  return Math.min(share, MAX_BATCH_RESULT_BYTES);
}
