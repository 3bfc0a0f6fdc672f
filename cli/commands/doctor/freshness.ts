import { duration } from '../../render/duration.ts';
import { type Finding, ok, warning } from '../../findings/check.ts';

/** A day and two hours, as in the alarm. */
const FRESH_MS = 26 * 3_600_000;

/** Judges the age of an event. `at` and `now` are epoch milliseconds. */
export function judgeAge(what: string, at: number, now: number, remedy: string): Finding {
  const detail = `${what}, ${duration(Math.max(0, now - at))} ago`;
  return now - at <= FRESH_MS ? ok(detail) : warning(detail, remedy);
}
