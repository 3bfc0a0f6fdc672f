import { BudgetExceeded } from '../shared/errors/input-errors.ts';
import { CREDITS_PER_PAGE, CREDITS_PER_TITLE } from '../../events/credits.ts';
import { creditsLeft, requireCredits } from '../shared/watchmode/account-credits.ts';
import type { AccountStatus } from '../shared/watchmode/responses.ts';

/** Counts the credits that a run may spend and has spent. */
export interface CreditBudget {
  /** The credits spent for pages so far, also by earlier attempts that are known. */
  readonly used: () => number;
  /** The credits left in the account, less the reserve; null if Watchmode does not tell. */
  readonly left: () => number | null;
  /** Records a paid page. */
  spendPage(): void;
  /**
   * Checks that the credits suffice for these titles and pages.
   *
   * @throws WatchmodeQuotaExceeded if the account has not enough, BudgetExceeded if the run may not spend them
   */
  require(need: { readonly titles: number; readonly pages: number }): void;
  /**
   * Checks that the credits suffice for all titles of the run, including waiting ones.
   *
   * @throws WatchmodeQuotaExceeded if the account has not enough, BudgetExceeded if the run may not spend them
   */
  requireTitles(titles: number): void;
}

/** The other costs of a run, and their limit. */
export interface FetchCosts {
  /** The number of titles that it fetches in addition to listed ones. Default: 0. */
  readonly waiting?: number;
  /** Default: {@link CREDITS_PER_TITLE}. */
  readonly perTitle?: number;
  /** The pages that earlier attempts of the execution have bought. Default: 0. */
  readonly pagesBefore?: number;
  /** The credits that the execution has spent on other things. Default: 0. */
  readonly otherCredits?: number;
  /** The credits that the execution may spend in total. Default: what is left. */
  readonly maxCredits?: number | undefined;
}

/**
 * Creates a budget of the credits left in the account, less the reserve, and of those that the run may spend.
 */
export function createCreditBudget(
  status: AccountStatus,
  reserve: number,
  costs: FetchCosts = {},
): CreditBudget {
  const { waiting = 0, perTitle = CREDITS_PER_TITLE, pagesBefore = 0, otherCredits = 0 } = costs;
  const { maxCredits = Number.POSITIVE_INFINITY } = costs;
  const left = creditsLeft(status);
  let used = 0;
  const spent = () => pagesBefore * CREDITS_PER_PAGE + used;
  const requireAll = (titles: number, pages: number) => {
    const needed = titles * perTitle + pages * CREDITS_PER_PAGE;
    const parts = `${titles} ${titles === 1 ? 'title' : 'titles'} x ${perTitle} + ${pages * CREDITS_PER_PAGE} for pages`;
    const total = otherCredits + spent() + needed;
    if (total > maxCredits) throw overBudget(total, maxCredits, parts, otherCredits + spent());
    const purpose = `the run needs ${needed} more credits (${parts})`;
    requireCredits({ state: 'List new titles', needed, purpose }, status, { reserve, used });
  };
  return {
    used: spent,
    left: () => (left === null ? null : left - used - reserve),
    spendPage() {
      used += CREDITS_PER_PAGE;
    },
    require: ({ titles, pages }) => requireAll(titles + waiting, pages),
    requireTitles: (titles) => requireAll(titles, 0),
  };
}

function overBudget(total: number, maxCredits: number, parts: string, spent: number): BudgetExceeded {
  const before = spent === 0 ? '' : ` + ${spent} that it has spent`;
  return new BudgetExceeded(
    total,
    maxCredits,
    `The run is estimated to need ${total} credits (${parts}${before}), and maxCredits is ${maxCredits}: ` +
      'set a larger maxCredits, or list less',
  );
}
