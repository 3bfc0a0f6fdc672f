import type { Window } from '../../events/types.ts';
import {
  ceilToSecond,
  epochMs,
  floorToSecond,
  formatInstant,
  HOUR_MS,
  MINUTE_MS,
} from '../../events/instant.ts';

/** A span of whole seconds in epoch milliseconds: start inclusive, end exclusive. It is empty if both are equal. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The facts that determine the open window. Times are epoch milliseconds. */
export interface OpenWindowFacts {
  readonly watermark: number | null;
  readonly scheduledTime: number | null;
  readonly startedAt: number;
  /** Watchmode's time; null if unknown. */
  readonly serverTime: number | null;
  readonly overlapMinutes: number;
  readonly firstWindowHours: number;
}

/**
 * Returns the open window: from the watermark less the overlap to the scheduled time, so that a run catches up on earlier
 * ones. It never ends after the start of the execution or Watchmode's time, so a fast clock of the deployment skips
 * nothing. Without a watermark it has a configured length. It is empty if it would not end after the watermark.
 */
export function openWindow(facts: OpenWindowFacts): Span {
  const { watermark, scheduledTime, startedAt, serverTime, overlapMinutes, firstWindowHours } = facts;
  const present = Math.min(startedAt, serverTime ?? startedAt);
  const end = Math.min(scheduledTime ?? present, present);
  const span = wholeSeconds(openStart(watermark, end, { overlapMinutes, firstWindowHours }), end, present);
  return watermark !== null && span.end <= watermark ? { start: span.end, end: span.end } : span;
}

function openStart(
  watermark: number | null,
  end: number,
  { overlapMinutes, firstWindowHours }: Pick<OpenWindowFacts, 'overlapMinutes' | 'firstWindowHours'>,
): number {
  return watermark === null ? end - firstWindowHours * HOUR_MS : watermark - overlapMinutes * MINUTE_MS;
}

/** Returns the closed window of an input. */
export function closedWindow(window: Window, startedAt: number): Span {
  return wholeSeconds(epochMs(window.start), epochMs(window.end), startedAt);
}

/** Formats a span as in the contract. */
export function formatWindow({ start, end }: Span): Window {
  return { start: formatInstant(start), end: formatInstant(end) };
}

/** Widens a span to whole seconds, because Watchmode ignores fractions, but never into the future. */
function wholeSeconds(start: number, end: number, startedAt: number): Span {
  const wholeEnd = Math.min(ceilToSecond(end), floorToSecond(startedAt));
  return { start: Math.min(floorToSecond(start), wholeEnd), end: wholeEnd };
}
