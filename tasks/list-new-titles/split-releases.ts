import { createPageAsker } from './ask-for-page.ts';
import { checkTitleCount } from './limits.ts';
import { TooManyTitles } from '../shared/errors/input-errors.ts';
import type { ListingPorts } from './listing-ports.ts';
import { pacificDays } from './pacific-time.ts';
import type { Span } from './window.ts';
import { DAY_MS } from '../../events/instant.ts';

/** The most releases that an answer surely holds: Watchmode's texts say 250 in one place and 500 in another. */
export const RELEASES_LIMIT = 250;

/** What to list. */
export interface ReleasesListing {
  readonly span: Span;
  readonly maxTitles: number;
}

/**
 * Lists the releases of the Pacific days that a span touches: every title once, up to `maxTitles`.
 *
 * The feed has no pages. An answer that is full may leave out the rest, so its days are halved and asked for
 * again, down to single days.
 *
 * @throws TooManyTitles when the answer for a single day is full, or with more titles than a run may carry
 * @throws WatchmodeListingInterrupted when an answer other than the first does not come
 * @throws WatchmodeQuotaExceeded when a request, or what was found so far, cannot be paid
 */
export async function splitReleases(
  { span, maxTitles }: ReleasesListing,
  ports: ListingPorts,
): Promise<number[]> {
  const { watchmode, budget } = ports;
  const { startDate, endDate } = pacificDays(span);
  const askForPage = createPageAsker(ports);
  const found = new Set<number>();
  const ranges = [daysFrom(startDate, endDate)];
  for (let days = ranges.pop(); days !== undefined && found.size < maxTitles; days = ranges.pop()) {
    const [first = '', last = first] = [days[0], days.at(-1)];
    checkTitleCount(found.size);
    const { releases } = await askForPage(
      () => budget.require({ titles: found.size, pages: 1 }),
      () => watchmode.releases({ startDate: first, endDate: last, limit: RELEASES_LIMIT }),
    );
    budget.spendPage();
    const ids = releases.map(({ id }) => id);
    const isFull = ids.length >= RELEASES_LIMIT && new Set([...found, ...ids]).size < maxTitles;
    if (!isFull) ids.forEach((id) => found.add(id));
    else if (days.length === 1) throw fullDay(first, ids.length);
    // The later half goes below the earlier one, which is asked for next.
    else ranges.push(days.slice(Math.ceil(days.length / 2)), days.slice(0, Math.ceil(days.length / 2)));
  }
  return [...found].slice(0, maxTitles);
}

/** The days from one to another, both inclusive, as `YYYYMMDD`. */
function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = nextDay(day)) days.push(day);
  return days;
}

function nextDay(day: string): string {
  const noon = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6)), 12);
  return new Date(noon + DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
}

function fullDay(day: string, found: number): TooManyTitles {
  return new TooManyTitles(
    'full-day',
    found,
    RELEASES_LIMIT,
    `The feed releases has ${found} or more titles for ${day} alone and no pages to read the rest: ` +
      'set maxTitles, name titleIds, or use another feed',
  );
}
