import { DAY_MS } from '../../../events/instant.ts';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import { sweepPageKey, SWEEP_KEEP_DAYS } from '../../../events/progress.ts';
import type { Section } from '../../../events/sections.ts';
import type { SweepPageItem } from '../../../events/types.ts';
import { ProgressUnavailable } from '../../shared/errors/progress-errors.ts';
import { WatchmodeListingInterrupted, WatchmodeUnavailable } from '../../shared/errors/watchmode-errors.ts';
import type { Clock } from '../../shared/ports.ts';
import type { ProgressTable } from '../../shared/progress/progress-table.ts';
import { isLastPage, isShortPage, pageAfter } from '../../shared/sweep/next-page.ts';
import type { FoundSection } from '../../shared/sweep/read-section.ts';
import type { TitlesPage } from '../../shared/watchmode/responses.ts';
import { createPageAsker, interrupted } from '../ask-for-page.ts';
import type { ListingPorts } from '../listing-ports.ts';

/** The ports of {@link buyPages}. */
export interface BuyPagesPorts extends ListingPorts {
  readonly progress: ProgressTable;
  readonly clock: Clock;
}

/** A section to read, and by which execution. */
export interface PagesToBuy {
  readonly section: Section;
  readonly found: FoundSection;
  readonly executionArn: string;
  /** The maximum number of titles on a page. */
  readonly limit: number;
  /** The number of pages after which to stop, also before the end of the section. @default none */
  readonly atMost?: number | undefined;
  /** Checks the credits before each request, with the pages that the section has so far. */
  readonly require: (pages: readonly SweepPageItem[]) => void;
}

/** The number of requests for each page of a section, as a limit for one that changes without end. */
const REQUESTS_PER_PAGE = 2;

/** The number of requests that any section may have. */
const MIN_REQUESTS = 10;

/** The pauses before a page is written to the table again, in milliseconds. */
const STORE_PAUSES_MS = [1_000, 2_000, 4_000] as const;

/**
 * Buys the pages of a section that the execution does not have yet, and returns all of them.
 *
 * Each page is written to the progress table as soon as it is bought, so that no attempt of the execution buys it again. A
 * short page is requested again and never treated as the end of the section.
 *
 * @throws WatchmodeListingInterrupted if a page does not arrive, or if the section changes too much to read it to its end
 */
export async function buyPages(
  { section, found, executionArn, limit, atMost = Number.POSITIVE_INFINITY, require }: PagesToBuy,
  ports: BuyPagesPorts,
): Promise<SweepPageItem[]> {
  const { watchmode, budget, clock, progress, telemetry } = ports;
  const { region, sourceId, type, genres } = section;
  const askForPage = createPageAsker(ports);
  const pages = [...found.pages];
  /** The items at the places of the slot. */
  const stored = new Map(found.inSlot);

  const buy = (page: number): Promise<SweepPageItem> => {
    const key = sweepPageKey(found.slot, pages.length + 1);
    const size = pages[0]?.limit ?? limit;
    return askForPage(
      () => require(pages),
      async () => {
        const query = { region, sourceId, page, limit: size };
        const answer = await watchmode.listTitles({
          ...query,
          ...omitUndefined({ type, genres: genres?.length === 0 ? undefined : genres }),
        });
        budget.spendPage();
        const before = stored.get(key.item);
        const bought = before?.executionArn === executionArn ? (before.bought ?? 1) + 1 : 1;
        const item = { ...key, executionArn, ...readPage(answer, { page, size }), bought };
        const fetchedAt = clock.now();
        const bounded = {
          ...item,
          fetchedAt: new Date(fetchedAt).toISOString(),
          expiresAt: Math.floor((fetchedAt + SWEEP_KEEP_DAYS * DAY_MS) / 1_000),
        };
        await store(bounded, before ?? null);
        stored.set(key.item, bounded);
        if (isShortPage(bounded)) throw shortPage(found.section, bounded);
        return bounded;
      },
    );
  };

  /** Writes a page. It is worth some attempts, because it was paid for. */
  async function store(item: SweepPageItem, before: SweepPageItem | null): Promise<void> {
    for (const pauseMs of [...STORE_PAUSES_MS, null]) {
      try {
        if (!(await progress.put(item, before))) await requireOwn(item);
        return;
      } catch (error) {
        if (!(error instanceof ProgressUnavailable) || pauseMs === null) throw error;
        telemetry.log('warn', 'writes a page of a sweep again', { because: error.message, pauseMs });
        await clock.sleep(pauseMs);
      }
    }
  }

  /** Requires that the table has the page. The client may have repeated a write whose answer was lost. */
  async function requireOwn({ item, fetchedAt }: SweepPageItem): Promise<void> {
    const written = (await progress.listSweepPages(found.slot)).find((page) => page.item === item);
    if (written?.executionArn === executionArn && written.fetchedAt === fetchedAt) return;
    throw new ProgressUnavailable(`section ${found.section}`, 'another execution sweeps it at the same time');
  }

  for (let page = nextOf(pages); page !== null && pages.length < atMost; page = nextOf(pages)) {
    if (pages.length >= requestLimit(pages)) {
      const problem = 'the section changed too much to read it to its end';
      throw interrupted(new WatchmodeUnavailable(labelOf(found.section, page), problem, null), ports);
    }
    pages.push(await buy(page).catch(withoutInterruption));
  }
  return pages;
}

/**
 * Throws the reason why a page did not arrive. The pages before it are kept, so the whole outage can be waited out. A page
 * that stays short costs a credit each time, and remains an interruption, which is not retried for so long.
 */
function withoutInterruption(error: unknown): never {
  if (!(error instanceof WatchmodeListingInterrupted) || error.cause instanceof ShortPage) throw error;
  throw error.cause;
}

/** A page lists fewer titles than its total says. */
class ShortPage extends WatchmodeUnavailable {}

function nextOf(pages: readonly SweepPageItem[]): number | null {
  const last = pages.at(-1);
  return last === undefined ? 1 : pageAfter(last);
}

function requestLimit(pages: readonly SweepPageItem[]): number {
  const largest = Math.max(0, ...pages.map(({ total, limit }) => Math.ceil(total / limit)));
  return Math.max(MIN_REQUESTS, REQUESTS_PER_PAGE * largest);
}

/** Reads an answer. On some plans Watchmode has smaller pages than requested, and then says how many there are. */
function readPage(
  { titles, total_results: total, total_pages: totalPages }: TitlesPage,
  { page, size }: { readonly page: number; readonly size: number },
): Pick<SweepPageItem, 'page' | 'limit' | 'total' | 'isLast' | 'titles'> {
  const ids = titles.map(({ id }) => id);
  const count = ids.length;
  const hasSmallerPages = page === 1 && count > 0 && count < size && Math.ceil(total / count) === totalPages;
  const limit = hasSmallerPages && totalPages > 1 ? count : size;
  const pages = Math.max(totalPages, Math.ceil(total / limit));
  return { page, limit, total, isLast: isLastPage({ page, titles: ids }, pages), titles: ids };
}

function shortPage(section: string, { page, limit, total, titles }: SweepPageItem): ShortPage {
  const expected = Math.min(limit, total - (page - 1) * limit);
  const problem = `the page lists ${new Set(titles).size} titles; with a total of ${total} it has ${expected}`;
  return new ShortPage(labelOf(section, page), problem, null);
}

function labelOf(section: string, page: number): string {
  return `GET /list-titles of ${section}, page ${page}`;
}
