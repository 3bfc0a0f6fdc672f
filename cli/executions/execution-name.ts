/**
 * A name that says when an execution was started by hand and what for: `manual-2026-11-24T10-15-00Z-window`.
 * Nothing in it is forbidden in a name (80 characters, no colon).
 *
 * @param now epoch milliseconds
 */
export function executionName(input: Readonly<Record<string, unknown>>, now: number): string {
  const source = input['source'] === 'schedule' || input['source'] === 'aws.events' ? 'schedule' : 'manual';
  const moment = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  const feed = typeof input['feed'] === 'string' ? [input['feed'].replaceAll('_', '-')] : [];
  const scope = 'titleIds' in input ? 'titles' : 'window' in input ? 'window' : 'open-window';
  const rehearsal = input['dryRun'] === true ? ['dry-run'] : [];
  return [source, `${moment}Z`, ...feed, scope, ...rehearsal].join('-');
}
