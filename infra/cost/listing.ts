import { allStates, type Workflow } from '../../workflow/definition.ts';
import { ASSUMPTIONS } from './estimate.ts';
import { item } from './item.ts';
import { PRICES } from './prices.ts';
import { rows } from './report.ts';
import { CREDITS_PER_PAGE } from '../../events/credits.ts';

/**
 * The cost of a listing whose last page never arrives, in credits: for a run, and for a run with all automatic redrives.
 */
export interface BrokenListing {
  readonly run: number;
  readonly withRedrives: number;
}

/**
 * Returns the cost of a listing whose last page always fails or is always short. A failed page costs nothing. A short
 * page costs a credit for each request. The state machine then repeats the listing from its first page, and so does a
 * redrive.
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

/** Returns the number of listings of a run if each stops after paid pages. */
function listingsOf(workflow: Workflow): number {
  const repetitions = allStates(workflow)
    .flatMap(([, { Retry = [] }]) => Retry)
    .filter(({ ErrorEquals }) => ErrorEquals.includes('Watchmode.ListingInterrupted'))
    .map(({ MaxAttempts }) => Number(MaxAttempts));
  return 1 + Math.max(0, ...repetitions);
}

/** Formats these costs in columns. */
export function formatBrokenListing(workflow: Workflow, pages: number): string {
  const items = (['fails', 'is short'] as const).flatMap((how) => {
    const { run, withRedrives } = brokenListing(workflow, pages, how);
    return [
      item(`Last page ${how}, one run`, run, PRICES.credit),
      item(`Last page ${how}, ${ASSUMPTIONS.redrives} redrives`, withRedrives, PRICES.credit),
    ];
  });
  const title = `A listing of ${pages} ${pages === 1 ? 'page' : 'pages'} whose last page never arrives`;
  return [title, ...rows(items), ''].join('\n');
}
