import { allStates, type Workflow } from '../../workflow/definition.ts';
import { ASSUMPTIONS, item } from './estimate.ts';
import { PRICES } from './prices.ts';
import { rows } from './report.ts';
import { CREDITS_PER_PAGE } from '../../events/credits.ts';

/**
 * The cost of a listing whose last page never comes, in credits: for a run, and for a run with all its automatic
 * redrives.
 */
export interface BrokenListing {
  readonly run: number;
  readonly withRedrives: number;
}

/**
 * The cost of a listing of so many pages whose last page always fails, or is always short. A page that fails costs
 * nothing, and a short one is paid for each time that list-new-titles asks for it. The state machine then repeats the
 * listing from its first page, and so does a redrive.
 */
export function brokenListing(
  workflow: Workflow,
  pages: number,
  lastPage: 'fails' | 'is short',
): BrokenListing {
  const paidPages = lastPage === 'fails' ? pages - 1 : pages + ASSUMPTIONS.pageRepeats;
  const run = paidPages * CREDITS_PER_PAGE * listingsOf(workflow);
  return { run, withRedrives: run * (1 + ASSUMPTIONS.redrives) };
}

/** The number of listings of a run if the listing stops each time after paid pages. */
function listingsOf(workflow: Workflow): number {
  const repetitions = allStates(workflow)
    .flatMap(([, { Retry = [] }]) => Retry)
    .filter(({ ErrorEquals }) => ErrorEquals.includes('Watchmode.ListingInterrupted'))
    .map(({ MaxAttempts }) => Number(MaxAttempts));
  return 1 + Math.max(0, ...repetitions);
}

/** These costs as text, in columns. */
export function formatBrokenListing(workflow: Workflow, pages: number): string {
  const items = (['fails', 'is short'] as const).flatMap((how) => {
    const { run, withRedrives } = brokenListing(workflow, pages, how);
    return [
      item(`Last page ${how}, one run`, run, PRICES.credit),
      item(`Last page ${how}, ${ASSUMPTIONS.redrives} redrives`, withRedrives, PRICES.credit),
    ];
  });
  const title = `A listing of ${pages} ${pages === 1 ? 'page' : 'pages'} whose last page never comes`;
  return [title, ...rows(items), ''].join('\n');
}
