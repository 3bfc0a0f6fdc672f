import { omitUndefined } from '../../events/omit-undefined.ts';
import type { Region, TitleType } from '../../events/types.ts';
import { WatchmodeUnavailable } from '../shared/errors/watchmode-errors.ts';
import type { ChangesFeed } from '../shared/watchmode/client.ts';
import type { ChangesPage } from '../shared/watchmode/responses.ts';
import { checkTitleCount } from './limits.ts';
import type { ListingPorts } from './listing-ports.ts';
import { pacificSeconds } from './pacific-time.ts';
import type { Span } from './window.ts';

/** The most titles that Watchmode puts on a page. */
export const PAGE_LIMIT = 250;

/** How many requests a listing may take for each of its pages before it is given up. */
const REQUESTS_PER_PAGE = 2;

/** What to list. */
export interface ChangesListing {
  readonly feed: ChangesFeed;
  readonly span: Span;
  readonly types: readonly TitleType[] | undefined;
  /** The region to ask for; only where the feed takes one. */
  readonly region: Region | undefined;
  readonly maxTitles: number;
}

const NONE: ReadonlySet<number> = new Set();

/**
 * Pages through a feed: every title once, in the feed's order, until there are `maxTitles`, those in `known` among them.
 *
 * The feed is alive while it is read. A title that enters pushes others onto the next page, where they are seen
 * twice and dropped. A title that leaves pulls others back onto a page that was read already: when the total falls,
 * as many pages as needed are read again.
 *
 * @param known titles of the same run that another listing has found
 * @returns the titles that are not known
 * @throws WatchmodeQuotaExceeded before the first page if not even that can be paid, and after it if the rest cannot
 * @throws TooManyTitles after the first page
 * @throws WatchmodeUnavailable when the feed moves so much that it cannot be read to its end
 */
export async function pageChanges(
  listing: ChangesListing,
  ports: ListingPorts,
  known: ReadonlySet<number> = NONE,
): Promise<number[]> {
  const { feed, span, types, region, maxTitles } = listing;
  const { watchmode, budget, telemetry, pace } = ports;
  const query = {
    ...pacificSeconds(span),
    limit: PAGE_LIMIT,
    ...omitUndefined({ types, region }),
  };
  const found = new Set<number>();
  /** How many titles the run has so far. */
  let titles = known.size;
  const readPage = async (page: number): Promise<ChangesPage> => {
    budget.require({ titles, pages: 1 });
    await pace();
    const answer = await watchmode.changes(feed, { ...query, page });
    budget.spendPage();
    for (const id of answer.titles) {
      if (!known.has(id) && !found.has(id)) titles += 1;
      found.add(id);
    }
    checkTitleCount(Math.min(titles, maxTitles));
    return answer;
  };

  let page = 1;
  let answer = await readPage(page);
  let total = answer.total_results;
  // How many of the rest are known already shows when they are read: so many there are at least.
  const atLeast = Math.min(Math.max(titles, total), maxTitles);
  const pages = Math.ceil(Math.min(total, maxTitles - known.size) / PAGE_LIMIT);
  checkTitleCount(atLeast);
  budget.require({ titles: atLeast, pages: Math.max(0, pages - 1) });

  let requestsLeft = REQUESTS_PER_PAGE * (known.size === 0 ? pages : Math.ceil(total / PAGE_LIMIT));
  let next = nextPage(page, total, answer);
  while (next !== null && titles < maxTitles) {
    if (requestsLeft === 0) throw restless(feed, next);
    requestsLeft -= 1;
    page = next;
    total = answer.total_results;
    answer = await readPage(page);
    next = nextPage(page, total, answer);
  }
  const expected = answer.total_results;
  if (titles < maxTitles && found.size < expected) {
    const facts = { feed, expected, found: found.size };
    telemetry.log('warn', 'the feed listed fewer titles than it counts', facts);
  }
  return [...found].filter((id) => !known.has(id)).slice(0, maxTitles - known.size);
}

/** Where to read on; null at the end. `total` is how many titles the feed had on the page before. */
function nextPage(page: number, total: number, answer: ChangesPage): number | null {
  const gone = total - answer.total_results;
  if (gone > 0 && page > 1) return Math.max(1, page - Math.ceil(gone / PAGE_LIMIT));
  return page >= answer.total_pages || answer.titles.length === 0 ? null : page + 1;
}

function restless(feed: ChangesFeed, page: number): WatchmodeUnavailable {
  const problem = 'the feed changed so much while it was read that its end was not reached';
  return new WatchmodeUnavailable(`GET /changes/${feed}, page ${page}`, problem, null);
}
