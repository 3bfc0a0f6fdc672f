import { randomBytes } from 'node:crypto';
import { formatInstant } from '../../events/instant.ts';

/**
 * {@link executionName} for an execution that a person starts, whose name nobody else has:
 * `manual-2026-11-24T10-15-00Z-window-3f07a1`.
 */
export function uniqueExecutionName(input: Readonly<Record<string, unknown>>, now: number): string {
  return `${executionName(input, now)}-${randomBytes(3).toString('hex')}`;
}

/**
 * A name that says when an execution was started and what for: `manual-2026-11-24T10-15-00Z-window`. Nothing in it is
 * forbidden in a name (80 characters, no colon).
 *
 * @param now epoch milliseconds
 */
export function executionName(input: Readonly<Record<string, unknown>>, now: number): string {
  const source = input['source'] === 'schedule' || input['source'] === 'aws.events' ? 'schedule' : 'manual';
  const moment = formatInstant(now).replaceAll(':', '-');
  const feed = typeof input['feed'] === 'string' ? [input['feed'].replaceAll('_', '-')] : [];
  const scope = 'titleIds' in input ? 'titles' : 'window' in input ? 'window' : 'open-window';
  const rehearsal = input['dryRun'] === true ? ['dry-run'] : [];
  return [source, moment, ...feed, scope, ...rehearsal].join('-');
}
