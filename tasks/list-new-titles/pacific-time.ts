import type { Span } from './window.ts';
import { HOUR_MS, SECOND_MS } from '../../events/instant.ts';

/** Watchmode reads dates as Pacific time; its clocks change with the seasons. */
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

/** What a clock in Los Angeles shows at a moment (epoch milliseconds), as `YYYYMMDDHHMMSS`. */
export function pacificReading(moment: number): string {
  const parts = new Map(PACIFIC.formatToParts(moment).map(({ type, value }) => [type, value]));
  return ['year', 'month', 'day', 'hour', 'minute', 'second']
    .map((type) => parts.get(type as 'year'))
    .join('');
}

/** Two readings of a Pacific clock, both inclusive, as Watchmode takes them. */
export interface PacificSpan {
  readonly startDate: string;
  readonly endDate: string;
}

/**
 * A span as two Pacific readings that cover all of it, to the second.
 *
 * In autumn the clock shows one hour twice, and a reading in it may be taken for either of two moments. There the
 * span is widened to readings outside that hour: a title listed twice is dropped later, a skipped one is lost.
 * The end, which the span excludes and Watchmode includes, is sent as it is, for the same reason.
 */
export function pacificSeconds({ start, end }: Span): PacificSpan {
  return {
    startDate: pacificReading(isReadTwice(start) ? floorToHour(firstOccurrence(start)) - SECOND_MS : start),
    endDate: pacificReading(isReadTwice(end) ? floorToHour(lastOccurrence(end)) + HOUR_MS : end),
  };
}

/** The days in Los Angeles that a span touches, first and last, as `YYYYMMDD`. */
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

/** Pacific time is whole hours from UTC, so their hours begin together. */
function floorToHour(moment: number): number {
  return Math.floor(moment / HOUR_MS) * HOUR_MS;
}
