import { WatchmodeQuotaExceeded } from '../shared/errors/watchmode-errors.ts';
import { CREDITS_PER_PAGE, CREDITS_PER_TITLE } from '../../events/credits.ts';
import type { AccountStatus } from '../shared/watchmode/responses.ts';

/** Keeps count of what a run may spend and has spent. */
export interface CreditBudget {
  /** Credits that the listing has cost so far. */
  readonly used: () => number;
  /** Notes that a page was paid for. */
  spendPage(): void;
  /**
   * Checks that so many titles and pages can still be paid.
   *
   * @throws WatchmodeQuotaExceeded when they cannot
   */
  require(need: { readonly titles: number; readonly pages: number }): void;
  /**
   * Checks that all titles of the run can be paid, those that wait among them.
   *
   * @throws WatchmodeQuotaExceeded when they cannot
   */
  requireTitles(titles: number): void;
}

/**
 * A budget of what the account has left, less the reserve. Where Watchmode names no quota there is no check: its
 * own refusal stays.
 *
 * @param waiting - titles that the run fetches besides what it lists
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
