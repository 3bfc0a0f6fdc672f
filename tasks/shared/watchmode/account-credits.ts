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
  const problem = `${purpose}, but ${left} of ${status.quota ?? 0} are left${less}`;
  throw new WatchmodeQuotaExceeded(state, problem, { needed, left });
}
