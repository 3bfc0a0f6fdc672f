import { HOUR_MS } from '../../../events/instant.ts';
import { duration } from '../../render/duration.ts';
import { type Finding, ok, warning } from '../../findings/check.ts';

/** A day and two hours, as in the alarm. */
const FRESH_HOURS = 26;

/**
 * Judges the age of an event. `at` and `now` are epoch milliseconds.
 *
 * @param freshHours - the age in hours above which it is a warning
 */
export function judgeAge(
  what: string,
  at: number,
  now: number,
  remedy: string,
  freshHours = FRESH_HOURS,
): Finding {
  const detail = `${what}, ${duration(Math.max(0, now - at))} ago`;
  return now - at <= freshHours * HOUR_MS ? ok(detail) : warning(detail, remedy);
}
