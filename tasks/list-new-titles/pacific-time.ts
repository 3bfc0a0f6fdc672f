import type { Span } from './window.ts';
import { HOUR_MS, SECOND_MS } from '../../events/instant.ts';

/** Watchmode reads dates as Pacific time, with daylight saving. */
const PACIFIC = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** Formats epoch milliseconds as Pacific time, `YYYYMMDDHHMMSS`. */
export function pacificReading(moment: number): string {
  const parts = new Map(PACIFIC.formatToParts(moment).map(({ type, value }) => [type, value]));
  return ['year', 'month', 'day', 'hour', 'minute', 'second']
    .map((type) => parts.get(type as 'year'))
    .join('');
}

/** Two Pacific times, both inclusive, as in Watchmode's parameters. */
export interface PacificSpan {
  readonly startDate: string;
  readonly endDate: string;
}

/**
 * Converts a span to two Pacific times that cover all of it, to the second.
 *
 * In autumn the clock repeats one hour, and a time in it is ambiguous. The span is then widened to times outside that hour:
 * a title listed twice is dropped later, but a skipped one would be lost. For the same reason, the end is not adjusted,
 * although the span excludes it and Watchmode includes it.
 */
export function pacificSeconds({ start, end }: Span): PacificSpan {
  return {
    startDate: pacificReading(isReadTwice(start) ? floorToHour(firstOccurrence(start)) - SECOND_MS : start),
    endDate: pacificReading(isReadTwice(end) ? floorToHour(lastOccurrence(end)) + HOUR_MS : end),
  };
}

/** Returns the first and the last Pacific day of a span, as `YYYYMMDD`. */
export function pacificDays({ start, end }: Span): PacificSpan {
  return { startDate: pacificReading(start).slice(0, 8), endDate: pacificReading(end).slice(0, 8) };
}

function isReadTwice(moment: number): boolean {
  return firstOccurrence(moment) !== lastOccurrence(moment);
}

function firstOccurrence(moment: number): number {
  return pacificReading(moment - HOUR_MS) === pacificReading(moment) ? moment - HOUR_MS : moment;
}

function lastOccurrence(moment: number): number {
  return pacificReading(moment + HOUR_MS) === pacificReading(moment) ? moment + HOUR_MS : moment;
}

/** Rounds down to an hour, of UTC and of Pacific time, which differ by whole hours. */
function floorToHour(moment: number): number {
  return Math.floor(moment / HOUR_MS) * HOUR_MS;
}
