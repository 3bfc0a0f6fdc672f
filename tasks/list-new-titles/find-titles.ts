import type { AccountStatus } from '../shared/watchmode/responses.ts';
import { createCreditBudget, type CreditBudget } from './credits.ts';
import { checkTitleCount } from './limits.ts';
import { listChanges } from './list-changes.ts';
import { isChangesFeed } from '../shared/watchmode/listings.ts';
import type { ListNewTitlesPorts } from './listing-ports.ts';
import type { Plan } from './plan.ts';
import { createPace } from './pace.ts';
import { splitReleases } from './split-releases.ts';
import type { Span } from './window.ts';

/** The titles of a run. */
export interface FoundTitles {
  /** Distinct IDs: waiting titles, then listed or named ones. */
  readonly titleIds: number[];
  /** The credits spent by the listing. */
  readonly creditsUsed: number;
  /** The credits left in the account, less the reserve; null if Watchmode does not tell. */
  readonly creditsLeft: number | null;
}

/** The ports and settings of {@link findTitles}. */
export interface FindTitlesPorts extends ListNewTitlesPorts {
  /** Returns the remaining time of the invocation, in milliseconds. */
  readonly remainingMs: () => number;
}

/**
 * Finds the titles of a run: waiting titles, then those that the feed lists or the input names, up to `maxTitles`.
 *
 * @param status - the credits left in the account
 * @throws TooManyTitles, BudgetExceeded, or a WatchmodeError: QuotaExceeded before a paid request if the credits would not suffice for
 *   the titles found so far
 */
export async function findTitles(
  plan: Plan,
  status: AccountStatus,
  ports: FindTitlesPorts,
): Promise<FoundTitles> {
  const { span, waiting } = plan;
  const { input } = plan.scope;
  const { maxTitles = Number.POSITIVE_INFINITY } = input;
  const first = waiting.titles.slice(0, maxTitles).map(({ titleId }) => titleId);
  const budget = createCreditBudget(status, ports.settings.creditReserve, {
    waiting: first.length,
    maxCredits: input.maxCredits ?? ports.settings.maxCredits,
    // A plan buys no title, and may find that the credits would not suffice.
    ...(input.plan === true ? { perTitle: 0 } : {}),
  });
  const left = maxTitles - first.length;
  const others =
    span === null
      ? (input.titleIds ?? [])
      : left === 0 || span.start >= span.end
        ? []
        : await list(plan, span, left, budget, ports);
  const titleIds = [...new Set([...first, ...others])].slice(0, maxTitles);
  checkTitleCount(titleIds.length);
  budget.requireTitles(titleIds.length);
  return { titleIds, creditsUsed: budget.used(), creditsLeft: budget.left() };
}

function list(
  { scope: { input, feed, regions } }: Plan,
  span: Span,
  maxTitles: number,
  budget: CreditBudget,
  ports: FindTitlesPorts,
): Promise<number[]> {
  const { watchmode, telemetry, remainingMs, settings } = ports;
  const listingPorts = { watchmode, budget, telemetry, remainingMs, pace: createPace(ports) };
  if (feed === 'releases') return splitReleases({ span, maxTitles }, listingPorts);
  if (!isChangesFeed(feed)) throw new Error(`${feed} is not listed here`);
  const { pageLimit } = settings;
  return listChanges({ feed, span, types: input.types, regions, maxTitles, pageLimit }, listingPorts);
}
