import { UsageError } from '../../operate/errors.ts';
import type { Io } from '../../operate/io.ts';
import { FREE_PLAN_DAYS } from '../../workflow/retention.ts';

/** The maximum of the consumer. */
const MAX_DAYS = 3_650;

/**
 * Reads TVGUIDE_KEEP_DAYS, the days for which this machine keeps executions after their end, and titles of the catalogue
 * after their last event. Default: 30, as the terms of Watchmode's free plan require (docs/terms.md).
 *
 * @throws UsageError for an invalid number
 */
export function readKeepDays(env: Io['env']): number {
  const text = env['TVGUIDE_KEEP_DAYS']?.trim() ?? '';
  if (text === '') return FREE_PLAN_DAYS;
  const days = /^\d+$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > MAX_DAYS) {
    throw new UsageError(`TVGUIDE_KEEP_DAYS must be a whole number of days from 1 to ${MAX_DAYS}`);
  }
  return days;
}
