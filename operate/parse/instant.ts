import { UsageError } from '../errors.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Parses a moment: a date (midnight UTC), or a date and time with an offset (RFC 3339; seconds are optional).
 *
 * @returns epoch milliseconds
 * @throws UsageError
 * @example parseInstant('2026-11-01'); // 1_793_491_200_000
 */
export function parseInstant(text: string): number {
  const isDate = DATE.test(text);
  const milliseconds = isDate || DATE_TIME.test(text) ? Date.parse(text) : NaN;
  // Date.parse turns 31 November into 1 December.
  if (Number.isNaN(milliseconds) || !isCalendarDay(text.slice(0, 10))) {
    throw new UsageError(
      `${text} is not a moment: give a date (2026-11-01, midnight UTC) or a date and time with an offset (2026-11-01T06:00:00Z).`,
    );
  }
  return milliseconds;
}

function isCalendarDay(date: string): boolean {
  const midnight = Date.parse(date);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
}
