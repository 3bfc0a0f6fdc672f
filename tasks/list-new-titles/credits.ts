import { WatchmodeQuotaExceeded } from '../shared/errors/watchmode-errors.ts';
import { CREDITS_PER_PAGE, CREDITS_PER_TITLE } from '../../events/credits.ts';
import type { AccountStatus } from '../shared/watchmode/responses.ts';

/** Counts the credits that a run may spend and has spent. */
export interface CreditBudget {
  /** The credits spent by the listing so far. */
  readonly used: () => number;
  /** The credits left in the account, less the reserve; null if Watchmode does not tell. */
  readonly left: () => number | null;
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

/** The number of titles that a run fetches in addition to listed ones, and the credits for each title. */
export interface FetchCosts {
  /** Default: 0. */
  readonly waiting?: number;
  /** Default: {@link CREDITS_PER_TITLE}. */
  readonly perTitle?: number;
}

/**
 * Creates a budget of the credits left in the account, less the reserve. Without a quota from Watchmode there is no check,
 * and Watchmode itself refuses.
 */
export function createCreditBudget(
  status: AccountStatus,
  reserve: number,
  { waiting = 0, perTitle = CREDITS_PER_TITLE }: FetchCosts = {},
): CreditBudget {
  const { quota = null, quotaUsed = null } = status;
  const left = quota === null || quotaUsed === null ? null : quota - quotaUsed;
  let used = 0;
  const requireAll = (titles: number, pages: number) => {
    const needed = titles * perTitle + pages * CREDITS_PER_PAGE;
    if (left === null || needed <= left - used - reserve) return;
    const less = reserve === 0 ? '' : `, of which ${reserve} are kept in reserve`;
    throw new WatchmodeQuotaExceeded(
      'List new titles',
      `the run needs ${needed} more credits (${titles} titles x ${perTitle} + ${pages * CREDITS_PER_PAGE} for pages), ` +
        `but ${left - used} of ${quota ?? 0} are left${less}`,
      { needed, left: left - used },
    );
  };
  return {
    used: () => used,
    left: () => (left === null ? null : left - used - reserve),
    spendPage() {
      used += CREDITS_PER_PAGE;
    },
    require: ({ titles, pages }) => requireAll(titles + waiting, pages),
    requireTitles: (titles) => requireAll(titles, 0),
  };
}
