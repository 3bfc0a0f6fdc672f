import type { Window } from '../../events/types.ts';
import {
  ceilToSecond,
  epochMs,
  floorToSecond,
  formatInstant,
  HOUR_MS,
  MINUTE_MS,
} from '../../events/instant.ts';

/** A span of time in epoch milliseconds, whole seconds: start inclusive, end exclusive. Empty: start = end. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What the open window depends on. Moments in epoch milliseconds. */
export interface OpenWindowFacts {
  readonly watermark: number | null;
  readonly scheduledTime: number | null;
  readonly startedAt: number;
  /** The present by Watchmode's own clock; null when Watchmode does not tell. */
  readonly serverTime: number | null;
  readonly overlapMinutes: number;
  readonly firstWindowHours: number;
}

/**
 * The open window: from the watermark less the overlap to the scheduled time, so that a run takes up whatever earlier ones
 * did not finish. It never ends behind the start of the execution or the present by Watchmode's clock, so a clock of ours
 * that is ahead cannot skip anything. Without a watermark it has a length of its own. It is empty when its end is no later
 * than the watermark.
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

/** The closed window that an input names. */
export function closedWindow(window: Window, startedAt: number): Span {
  return wholeSeconds(epochMs(window.start), epochMs(window.end), startedAt);
}

/** A span as the contract writes it. */
export function formatWindow({ start, end }: Span): Window {
  return { start: formatInstant(start), end: formatInstant(end) };
}

/** Watchmode counts in seconds: widened to whole ones, so that no fraction is lost, but never into the future. */
function wholeSeconds(start: number, end: number, startedAt: number): Span {
  const wholeEnd = Math.min(ceilToSecond(end), floorToSecond(startedAt));
  return { start: Math.min(floorToSecond(start), wholeEnd), end: wholeEnd };
}
