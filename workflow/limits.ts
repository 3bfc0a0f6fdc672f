/**
 * Limits of the state machine. They follow from Step Functions' payload quota and from the size of a batch, which the
 * definition repeats.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */

/** The largest payload between two states, in bytes of UTF-8 JSON. */
export const PAYLOAD_BYTES = 262_144;

/** The number of titles in a batch, which one child execution fetches and publishes. */
export const TITLES_PER_BATCH = 10;

/** The largest listing, in bytes. The state machine adds the rest of the payload. */
export const MAX_LISTING_BYTES = 250_000;

/** The maximum total size of a batch's records, in bytes. The rest of publish-titles' input wraps them. */
const BATCH_RECORDS_BYTES = 204_800;

/** The largest record of a title, in bytes. A batch of them fits into one payload. */
export const MAX_RECORD_BYTES = Math.floor(BATCH_RECORDS_BYTES / TITLES_PER_BATCH);

/** The part of the payload that the results of all batches leave free, in bytes. */
const RESULTS_RESERVE_BYTES = 8_192;

/** The largest result of one batch, in bytes. It has room for ten unpublished titles with their reasons. */
export const MAX_BATCH_RESULT_BYTES = 4_096;

/**
 * Returns the maximum size of one batch's result, in bytes of JSON, at which an array of all results stays below the
 * payload quota. One byte a result is its comma.
 */
export function batchResultBytes(titles: number): number {
  const batches = Math.max(1, Math.ceil(titles / TITLES_PER_BATCH));
  const share = Math.floor((PAYLOAD_BYTES - RESULTS_RESERVE_BYTES) / batches) - 1;
  return Math.min(share, MAX_BATCH_RESULT_BYTES);
}
