import { UsageError } from '../errors.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../events/instant.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  s: SECOND_MS,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/** A century, to catch typing mistakes. */
const MAX_DAYS = 36_500;

/**
 * Returns true for a text of the form of a duration: `7d`.
 * @example looksLikeDuration('7d'); // true
 */
export function looksLikeDuration(text: string): boolean {
  return /^\d+[a-z]$/.test(text);
}

/**
 * Parses a duration: `45s`, `30m`, `12h`, `3d`, `2w`.
 *
 * @returns milliseconds, more than 0
 * @throws UsageError
 * @example parseDuration('12h'); // 43_200_000
 */
export function parseDuration(text: string): number {
  const unit = looksLikeDuration(text) ? UNIT_MS[text.slice(-1)] : undefined;
  const milliseconds = unit === undefined ? 0 : Number(text.slice(0, -1)) * unit;
  if (milliseconds === 0) {
    throw new UsageError('Give a whole number and a unit: 45s, 30m, 12h, 3d or 2w.');
  }
  if (milliseconds > MAX_DAYS * DAY_MS) {
    throw new UsageError(`It is too long: give at most ${MAX_DAYS}d.`);
  }
  return milliseconds;
}
