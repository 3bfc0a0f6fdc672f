export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Epoch milliseconds of an RFC 3339 text that has kept its schema; NaN for a leap second, which has none. */
export function epochMs(instant: string): number {
  return Date.parse(instant);
}

/** The last whole second up to a moment. Both in epoch milliseconds. */
export function floorToSecond(milliseconds: number): number {
  return Math.floor(milliseconds / SECOND_MS) * SECOND_MS;
}

/** The first whole second from a moment on. Both in epoch milliseconds. */
export function ceilToSecond(milliseconds: number): number {
  return Math.ceil(milliseconds / SECOND_MS) * SECOND_MS;
}

/**
 * Formats a moment as `YYYY-MM-DDTHH:MM:SSZ`, without its fraction of a second. Windows and watermarks are written in
 * this form alone, so that the state machine, which has no calendar, compares them as texts.
 */
export function formatInstant(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
