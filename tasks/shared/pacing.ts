const MINUTE_MS = 60_000;

/**
 * How long one of `concurrency` slots takes at least for a request, in milliseconds, so that all slots together
 * send no more than `requestsPerMinute`: C x 60 / R seconds. 0 when the limit is not known.
 */
export function slotMs(requestsPerMinute: number | null, concurrency: number): number {
  return requestsPerMinute === null ? 0 : Math.ceil((concurrency * MINUTE_MS) / requestsPerMinute);
}
