import type { WaitingTitle } from '../../events/feed-progress.ts';
import { epochMs } from '../shared/instant.ts';

const HOUR_MS = 3_600_000;

/**
 * Puts a run's titles in order, each once: those that earlier runs have deferred, then the others.
 *
 * @param listed - what was listed, or named by the execution's input
 * @param first - titles that wait and are fetched whatever was listed
 * @param waiting - all titles that wait
 */
export function waitingFirst(
  listed: readonly number[],
  first: readonly WaitingTitle[],
  waiting: readonly WaitingTitle[],
): { readonly titleIds: number[]; readonly waiting: number[] } {
  const known = new Set(waiting.map(({ titleId }) => titleId));
  const taken = new Set([
    ...first.map(({ titleId }) => titleId),
    ...listed.filter((titleId) => known.has(titleId)),
  ]);
  return {
    titleIds: [...taken, ...listed.filter((titleId) => !known.has(titleId))],
    waiting: [...taken],
  };
}

/** How long the title that has waited longest waits by now, in whole hours; 0 when none does. */
export function deferralHours(waiting: readonly WaitingTitle[], now: number): number {
  return Math.max(0, ...waiting.map(({ since }) => Math.floor((now - epochMs(since)) / HOUR_MS)));
}
