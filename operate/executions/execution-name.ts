import { createHash, randomBytes } from 'node:crypto';
import { formatInstant } from '../../events/instant.ts';

/**
 * Adds a random suffix to {@link executionName}, for an execution that a person starts.
 * @example uniqueExecutionName({ titleIds: [1] }, Date.now()) // manual-2026-11-24T10-15-00Z-titles-3f07a1
 */
export function uniqueExecutionName(input: Readonly<Record<string, unknown>>, now: number): string {
  return `${executionName(input, now)}-${randomBytes(3).toString('hex')}`;
}

/**
 * Makes a name from the start and the scope of an execution. Names have at most 80 characters and no colon.
 *
 * @param now epoch milliseconds
 * @example executionName({ window }, Date.now()) // manual-2026-11-24T10-15-00Z-window
 */
export function executionName(input: Readonly<Record<string, unknown>>, now: number): string {
  const source = input['source'] === 'schedule' || input['source'] === 'aws.events' ? 'schedule' : 'manual';
  const moment = formatInstant(now).replaceAll(':', '-');
  const feed = typeof input['feed'] === 'string' ? [input['feed'].replaceAll('_', '-')] : [];
  const scope = 'titleIds' in input ? 'titles' : 'window' in input ? 'window' : openScopeOf(input);
  const rehearsal = input['plan'] === true ? ['plan'] : input['dryRun'] === true ? ['dry-run'] : [];
  return [source, moment, ...feed, scope, ...rehearsal].join('-');
}

function openScopeOf({ feed }: Readonly<Record<string, unknown>>): string {
  return feed === 'catalogue' ? 'sweep' : 'open-window';
}

/**
 * Makes a name from what an execution is about, so that equal executions have equal names.
 *
 * @param about a JSON value
 * @example repeatableName('retry-releases', [345534]) // retry-releases-6f1ed002ab559585
 */
export function repeatableName(prefix: string, about: unknown): string {
  return `${prefix}-${createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 16)}`;
}
