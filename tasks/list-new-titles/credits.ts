import { WatchmodeQuotaExceeded } from '../shared/errors/watchmode-errors.ts';
import { CREDITS_PER_PAGE, CREDITS_PER_TITLE } from '../../events/credits.ts';
import type { AccountStatus } from '../shared/watchmode/responses.ts';

/** Counts the credits that a run may spend and has spent. */
export interface CreditBudget {
  /** The credits spent by the listing so far. */
  readonly used: () => number;
  /** Records a paid page. */
  spendPage(): void;
  /**
   * Checks that the credits suffice for these titles and pages.
   *
   * @throws WatchmodeQuotaExceeded if they do not
   */
  require(need: { readonly titles: number; readonly pages: number }): void;
  /**
   * Checks that the credits suffice for all titles of the run, including waiting ones.
   *
   * @throws WatchmodeQuotaExceeded if they do not
   */
  requireTitles(titles: number): void;
}

/**
 * Creates a budget of the credits left in the account, less the reserve. Without a quota from Watchmode there is no check,
 * and Watchmode itself refuses.
 *
 * @param waiting - number of titles that the run fetches in addition to listed ones
 */
export function createCreditBudget(status: AccountStatus, reserve: number, waiting = 0): CreditBudget {
  const { quota = null, quotaUsed = null } = status;
  const left = quota === null || quotaUsed === null ? null : quota - quotaUsed;
  let used = 0;
  const requireAll = (titles: number, pages: number) => {
    const needed = titles * CREDITS_PER_TITLE + pages * CREDITS_PER_PAGE;
    if (left === null || needed <= left - used - reserve) return;
    const less = reserve === 0 ? '' : `, of which ${reserve} are kept in reserve`;
    throw new WatchmodeQuotaExceeded(
      'List new titles',
      `the run needs ${needed} more credits (${titles} titles x ${CREDITS_PER_TITLE} + ${pages * CREDITS_PER_PAGE} for pages), ` +
        `but ${left - used} of ${quota ?? 0} are left${less}`,
      { needed, left: left - used },
    );
  };
  return {
    used: () => used,
    spendPage() {
      used += CREDITS_PER_PAGE;
    },
    require: ({ titles, pages }) => requireAll(titles + waiting, pages),
    requireTitles: (titles) => requireAll(titles, 0),
  };
}
