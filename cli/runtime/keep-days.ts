import { UsageError } from '../../operate/errors.ts';
import type { Io } from '../../operate/io.ts';

const MAX_DAYS = 36_500;

/**
 * Reads TVGUIDE_KEEP_DAYS, the days that executions are kept on this machine after their end; undefined if not set.
 *
 * @throws UsageError for an invalid number
 */
export function readKeepDays(env: Io['env']): number | undefined {
  const text = env['TVGUIDE_KEEP_DAYS']?.trim() ?? '';
  if (text === '') return undefined;
  const days = /^\d+$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > MAX_DAYS) {
    throw new UsageError(`TVGUIDE_KEEP_DAYS must be a whole number of days from 1 to ${MAX_DAYS}`);
  }
  return days;
}
