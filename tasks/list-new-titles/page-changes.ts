import { omitUndefined } from '../../events/omit-undefined.ts';
import type { Region, TitleType } from '../../events/types.ts';
import { WatchmodeUnavailable } from '../shared/errors/watchmode-errors.ts';
import type { ChangesFeed } from '../shared/watchmode/client.ts';
import type { ChangesPage } from '../shared/watchmode/responses.ts';
import { createPageAsker, interrupted } from './ask-for-page.ts';
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
  /** The number of titles on each page except the last. Default: {@link PAGE_LIMIT}. */
  readonly pageLimit?: number | undefined;
}

const NONE: ReadonlySet<number> = new Set();

/**
 * Pages through a feed: every title once, in the feed's order, until there are `maxTitles`, those in `known` among them.
 *
 * The feed is alive while it is read. A title that enters pushes others onto the next page, where they are seen
 * twice and dropped, and is looked for from the first page on. A title that leaves pulls others back onto a page that was
 * read already: when the total falls, as many pages as needed are read again.
 *
 * A page has as many titles as its own total makes, and the listing as many as the last total says: what is short is
 * asked for again, and never taken for the end of the feed.
 *
 * @param known titles of the same run that another listing has found
 * @returns the titles that are not known
 * @throws WatchmodeQuotaExceeded before the first page if not even that can be paid, and after it if the rest cannot
 * @throws TooManyTitles after the first page
 * @throws WatchmodeListingInterrupted when a page other than the first does not come, when the listing stays short, and
 * when the feed moves so much that it cannot be read to its end
 */
export async function pageChanges(
  listing: ChangesListing,
  ports: ListingPorts,
  known: ReadonlySet<number> = NONE,
): Promise<number[]> {
  const { feed, span, types, region, maxTitles, pageLimit = PAGE_LIMIT } = listing;
  const { watchmode, budget } = ports;
  const query = {
    ...pacificSeconds(span),
    limit: pageLimit,
    ...omitUndefined({ types, region }),
  };
  const askForPage = createPageAsker(ports);
  const found = new Set<number>();
  /** How many titles the run has so far. */
  let titles = known.size;
  /** The minimum number of titles. The number of known ones among the rest shows only when they are read. */
  let atLeast = titles;
  const readPage = (page: number): Promise<ChangesPage> =>
    askForPage(
      () => budget.require({ titles: atLeast, pages: 1 }),
      async () => {
        const answer = await watchmode.changes(feed, { ...query, page });
        budget.spendPage();
        for (const id of answer.titles) {
          if (!known.has(id) && !found.has(id)) titles += 1;
          found.add(id);
        }
        atLeast = Math.min(Math.max(titles, answer.total_results), maxTitles);
        checkTitleCount(atLeast);
        if (titles < maxTitles) checkPage({ feed, pageLimit }, page, answer);
        return answer;
      },
    );

  let page = 1;
  let answer = await readPage(page);
  let total = answer.total_results;
  const pages = Math.ceil(Math.min(total, maxTitles - known.size) / pageLimit);
  budget.require({ titles: atLeast, pages: Math.max(0, pages - 1) });

  let requestsLeft = REQUESTS_PER_PAGE * (known.size === 0 ? pages : Math.ceil(total / pageLimit));
  /** The lowest total since the first page was last read: one above it tells of a title that has entered. */
  let lowest = total;
  let looksForEntered = false;
  let next = nextPage(page, total, answer, pageLimit);
  while (titles < maxTitles) {
    const isShort = found.size < answer.total_results;
    if (looksForEntered && !isShort) break;
    if (next === null) {
      if (!isShort) break;
      if (answer.total_results <= lowest) throw interrupted(shortListing(feed, answer, found.size), ports);
      lowest = answer.total_results;
      looksForEntered = true;
      next = 1;
    }
    if (requestsLeft === 0) throw interrupted(restless(feed, next), ports);
    requestsLeft -= 1;
    page = next;
    total = answer.total_results;
    answer = await readPage(page);
    lowest = Math.min(lowest, answer.total_results);
    next = nextPage(page, total, answer, pageLimit);
  }
  return [...found].filter((id) => !known.has(id)).slice(0, maxTitles - known.size);
}

/** Where to read on; null at the end. `total` is how many titles the feed had on the page before. */
function nextPage(page: number, total: number, answer: ChangesPage, pageLimit: number): number | null {
  const gone = total - answer.total_results;
  if (gone > 0 && page > 1) return Math.max(1, page - Math.ceil(gone / pageLimit));
  const lastPage = Math.max(answer.total_pages, Math.ceil(answer.total_results / pageLimit));
  return page >= lastPage || answer.titles.length === 0 ? null : page + 1;
}

/**
 * Holds a page against its own total: only the last one may have less titles than the limit.
 *
 * @throws WatchmodeUnavailable
 */
function checkPage(
  { feed, pageLimit }: { readonly feed: ChangesFeed; readonly pageLimit: number },
  page: number,
  { titles, total_results: total }: ChangesPage,
): void {
  const expected = Math.min(pageLimit, Math.max(0, total - (page - 1) * pageLimit));
  const listed = new Set(titles).size;
  if (listed >= expected) return;
  throw unusable(feed, page, `the page lists ${listed} titles; with a total of ${total} it has ${expected}`);
}

function shortListing(feed: ChangesFeed, { total_results: total }: ChangesPage, listed: number) {
  return unusable(feed, 1, `all pages together list ${listed} titles of a total of ${total}`);
}

function restless(feed: ChangesFeed, page: number): WatchmodeUnavailable {
  return unusable(feed, page, 'the feed changed so much while it was read that its end was not reached');
}

function unusable(feed: ChangesFeed, page: number, problem: string): WatchmodeUnavailable {
  return new WatchmodeUnavailable(`GET /changes/${feed}, page ${page}`, problem, null);
}
