import { omitUndefined } from '../../events/omit-undefined.ts';
import type { Region, TitleType } from '../../events/types.ts';
import { WatchmodeUnavailable } from '../shared/errors/watchmode-errors.ts';
import type { ChangesFeed } from '../shared/watchmode/listings.ts';
import type { ChangesPage } from '../shared/watchmode/responses.ts';
import { createPageAsker, interrupted } from './ask-for-page.ts';
import { checkTitleCount } from './limits.ts';
import type { ListingPorts } from './listing-ports.ts';
import { pacificSeconds } from './pacific-time.ts';
import type { Span } from './window.ts';

/** The maximum number of titles on a page of Watchmode. */
export const PAGE_LIMIT = 250;

/** The maximum number of requests for each page of a listing. */
const REQUESTS_PER_PAGE = 2;

/** The scope of a listing. */
export interface ChangesListing {
  readonly feed: ChangesFeed;
  readonly span: Span;
  readonly types: readonly TitleType[] | undefined;
  /** The region, if the feed accepts one. */
  readonly region: Region | undefined;
  readonly maxTitles: number;
  /** The number of titles on each page except the last. Default: {@link PAGE_LIMIT}. */
  readonly pageLimit?: number | undefined;
}

const NONE: ReadonlySet<number> = new Set();

/**
 * Pages through a feed and returns its distinct titles, in the feed's order, up to `maxTitles` including `known`.
 *
 * The feed can change during the listing. A new title moves others to the next page, where duplicates are dropped; the
 * listing then looks for it from the first page on. A removed title moves others to a page that was already read. If the
 * total falls, as many pages as needed are read again.
 *
 * The total of a page determines the number of its titles, and the last total that of the listing. A short page is
 * requested again and never treated as the end of the feed.
 *
 * @param known titles of the same run from another listing
 * @returns the titles that are not in `known`
 * @throws WatchmodeQuotaExceeded before the first page if the credits do not suffice for it, and after it for the rest
 * @throws TooManyTitles after the first page
 * @throws WatchmodeListingInterrupted if a page other than the first does not arrive, if the listing stays short, or if
 * the feed changes too much to read it to its end
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
  /** The number of titles of the run so far. */
  let titles = known.size;
  /** The minimum number of titles. The rest can contain known ones. */
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
  /** The lowest total since the first page was last read. A higher total means that a title was added. */
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

/** Returns the next page; null at the end. `total` is the total on the page before. */
function nextPage(page: number, total: number, answer: ChangesPage, pageLimit: number): number | null {
  const gone = total - answer.total_results;
  if (gone > 0 && page > 1) return Math.max(1, page - Math.ceil(gone / pageLimit));
  const lastPage = Math.max(answer.total_pages, Math.ceil(answer.total_results / pageLimit));
  return page >= lastPage || answer.titles.length === 0 ? null : page + 1;
}

/**
 * Compares a page with its own total. Only the last page may have fewer titles than the limit.
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
  return unusable(feed, page, 'the feed changed too much to read it to its end');
}

function unusable(feed: ChangesFeed, page: number, problem: string): WatchmodeUnavailable {
  return new WatchmodeUnavailable(`GET /changes/${feed}, page ${page}`, problem, null);
}
