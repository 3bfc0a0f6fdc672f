/** Lengths of time, in milliseconds. */
export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/**
 * Converts a valid RFC 3339 text to epoch milliseconds. A leap second gives NaN.
 * @example epochMs('1970-01-01T01:00:01+01:00'); // 1000
 */
export function epochMs(instant: string): number {
  return Date.parse(instant);
}

/**
 * Rounds epoch milliseconds down to a whole second.
 * @example floorToSecond(1_999); // 1000
 */
export function floorToSecond(milliseconds: number): number {
  return Math.floor(milliseconds / SECOND_MS) * SECOND_MS;
}

/**
 * Rounds epoch milliseconds up to a whole second.
 * @example ceilToSecond(1_001); // 2000
 */
export function ceilToSecond(milliseconds: number): number {
  return Math.ceil(milliseconds / SECOND_MS) * SECOND_MS;
}

/**
 * Formats a moment as `YYYY-MM-DDTHH:MM:SSZ` and drops the fraction of a second. All windows and watermarks have this
 * form, so that the state machine can compare them as texts.
 * @example formatInstant(1_500); // '1970-01-01T00:00:01Z'
 */
export function formatInstant(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
