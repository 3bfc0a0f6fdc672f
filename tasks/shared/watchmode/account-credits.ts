import { WatchmodeQuotaExceeded } from '../errors/watchmode-errors.ts';
import type { AccountStatus } from './responses.ts';

/** The credits that a task needs. */
export interface NeededCredits {
  /** The state of the state machine, for messages. */
  readonly state: string;
  readonly needed: number;
  /** The need in words, for example `the run needs 9 more credits`. */
  readonly purpose: string;
}

/** The remedy for a run that no month has enough credits for. */
const TOO_MUCH =
  'the run needs more than the plan has in a month: start one with fewer services, a smaller window or maxTitles, ' +
  'or use another plan';

/** Returns the credits left in the account; null if Watchmode does not tell. */
export function creditsLeft({ quota = null, quotaUsed = null }: AccountStatus): number | null {
  return quota === null || quotaUsed === null ? null : quota - quotaUsed;
}

/**
 * Checks that the account has enough credits, besides the reserve. Without a quota from Watchmode there is no check, and
 * Watchmode itself refuses.
 *
 * @param used - the credits spent since the status was read
 * @throws WatchmodeQuotaExceeded
 */
export function requireCredits(
  { state, needed, purpose }: NeededCredits,
  status: AccountStatus,
  { reserve, used = 0 }: { readonly reserve: number; readonly used?: number },
): void {
  const before = creditsLeft(status);
  if (before === null) return;
  const left = before - used;
  if (needed <= left - reserve) return;
  const less = reserve === 0 ? '' : `, of which ${reserve} are kept in reserve`;
  const quota = status.quota ?? 0;
  const problem = `${purpose}, but ${left} of ${quota} are left${less}`;
  // After a reset, a redrive would fail in the same way.
  const remedy = needed > quota - reserve ? TOO_MUCH : undefined;
  throw new WatchmodeQuotaExceeded(state, problem, { needed, left }, remedy);
}
