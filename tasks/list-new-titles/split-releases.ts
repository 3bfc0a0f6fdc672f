import { createPageAsker } from './ask-for-page.ts';
import { checkTitleCount } from './limits.ts';
import { TooManyTitles } from '../shared/errors/input-errors.ts';
import type { ListingPorts } from './listing-ports.ts';
import { pacificDays } from './pacific-time.ts';
import type { Span } from './window.ts';
import { DAY_MS } from '../../events/instant.ts';

/** The guaranteed maximum of releases in a response. Watchmode's documentation says both 250 and 500. */
export const RELEASES_LIMIT = 250;

/** The scope of a listing. */
export interface ReleasesListing {
  readonly span: Span;
  readonly maxTitles: number;
}

/**
 * Lists the distinct titles released on the Pacific days of a span, up to `maxTitles`.
 *
 * The feed has no pages. A full response can be incomplete, so each half of its days is requested again, down to single
 * days.
 *
 * @throws TooManyTitles if the response for a single day is full, or there are more titles than a run can process
 * @throws WatchmodeListingInterrupted if a response other than the first does not arrive
 * @throws WatchmodeQuotaExceeded if the credits do not suffice for a request or for the titles found so far
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
    // The earlier half goes on top of the stack and is requested next.
    else ranges.push(days.slice(Math.ceil(days.length / 2)), days.slice(0, Math.ceil(days.length / 2)));
  }
  return [...found].slice(0, maxTitles);
}

/** Returns the days from the first to the last, both inclusive, as `YYYYMMDD`. */
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
