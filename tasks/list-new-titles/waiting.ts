import type { WaitingTitle } from '../../events/deferred.ts';
import type { DeferredTitle } from '../../events/types.ts';
import { epochMs } from '../shared/instant.ts';

const HOUR_MS = 3_600_000;

/**
 * Divides a run's titles into those that earlier runs have deferred and the others, each once.
 *
 * @param listed - what was listed, or named by the execution's input
 * @param first - titles that wait and are fetched whatever was listed
 * @param waiting - all titles that wait
 */
export function takeWaiting(
  listed: readonly number[],
  first: readonly WaitingTitle[],
  waiting: readonly WaitingTitle[],
): { readonly deferred: DeferredTitle[]; readonly others: number[] } {
  const known = new Map(waiting.map((title) => [title.titleId, title]));
  const taken = new Set(first);
  listed.forEach((titleId) => {
    const title = known.get(titleId);
    if (title !== undefined) taken.add(title);
  });
  return {
    deferred: [...taken].map(({ titleId, since, runs }) => ({ titleId, since, runs })),
    others: listed.filter((titleId) => !known.has(titleId)),
  };
}

/** How long the title that has waited longest waits by now, in whole hours; 0 when none does. */
export function deferralHours(waiting: readonly WaitingTitle[], now: number): number {
  return Math.max(0, ...waiting.map(({ since }) => Math.floor((now - epochMs(since)) / HOUR_MS)));
}
