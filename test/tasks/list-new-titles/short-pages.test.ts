import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCreditBudget } from '../../../tasks/list-new-titles/credits.ts';
import { pageChanges } from '../../../tasks/list-new-titles/page-changes.ts';
import { splitReleases } from '../../../tasks/list-new-titles/split-releases.ts';
import {
  WatchmodeRateLimited,
  WatchmodeUnauthorized,
  WatchmodeUnavailable,
} from '../../../tasks/shared/errors/watchmode-errors.ts';
import type { ChangesQuery } from '../../../tasks/shared/watchmode/listings.ts';
import type { ChangesPage } from '../../../tasks/shared/watchmode/responses.ts';
import { fakeWatchmode, pageOf, upTo, type FakeAnswers } from '../support/fake-watchmode.ts';
import { FakeClock, recordedTelemetry } from '../support/ports.ts';

const span = { start: Date.parse('2026-11-23T05:00:00Z'), end: Date.parse('2026-11-24T06:00:00Z') };
const REQUEST = 'GET /changes/new_titles';

/** Changes a page by the number of the request. */
type Lie = (page: ChangesPage, query: ChangesQuery, request: number) => ChangesPage;

interface Options {
  readonly maxTitles?: number;
  readonly known?: readonly number[];
  readonly credits?: number;
  readonly remainingMs?: () => number;
}

function portsFor(answers: FakeAnswers, { credits = 1_000_000, remainingMs }: Options) {
  const watchmode = fakeWatchmode(answers);
  const budget = createCreditBudget({ quota: credits, quotaUsed: 0 }, 0);
  const { telemetry, lines } = recordedTelemetry(new FakeClock(0));
  const pauses: number[] = [];
  const pace = (pauseMs: number) => Promise.resolve(void pauses.push(pauseMs));
  const end = remainingMs === undefined ? {} : { remainingMs };
  return { ports: { watchmode, budget, telemetry, pace, ...end }, watchmode, budget, lines, pauses };
}

/** Lists a feed whose pages `lie` changes. */
function listing(count: number, lie: Lie, options: Options = {}) {
  let requests = 0;
  const { ports, watchmode, ...rest } = portsFor(
    { changes: (query) => lie(pageOf(upTo(count), query), query, (requests += 1)) },
    options,
  );
  const { maxTitles = Infinity, known = [] } = options;
  const titles = pageChanges(
    { feed: 'new_titles', span, types: undefined, region: undefined, maxTitles },
    ports,
    new Set(known),
  );
  const pages = () => watchmode.calls.map(([, query]) => (query as ChangesQuery).page);
  return { titles, pages, ...rest };
}

const failing =
  (page: number, error: (request: number) => Error | undefined): Lie =>
  (truth, query, request) => {
    const found = query.page === page ? error(request) : undefined;
    if (found !== undefined) throw found;
    return truth;
  };
const down = () => new WatchmodeUnavailable(REQUEST, 'Watchmode answers 500', 500);

describe('a page that fails after others were paid for', () => {
  it('is the only one requested again: a listing of twelve pages costs thirteen requests and twelve credits', async () => {
    const { titles, pages, budget, pauses, lines } = listing(
      3_000,
      failing(12, (request) => (request === 12 ? down() : undefined)),
    );

    expect(await titles).toEqual(upTo(3_000));
    expect(pages()).toEqual([...upTo(12), 12]);
    expect(budget.used()).toBe(12);
    expect(pauses).toEqual([...Array<number>(12).fill(0), 2_000]);
    expect(lines).toMatchObject([
      { level: 'WARN', because: `${REQUEST}: Watchmode answers 500`, pauseMs: 2_000 },
    ]);
  });

  it('is requested four times, with longer pauses, and then stops the listing', async () => {
    const { titles, pages, budget, pauses } = listing(3_000, failing(12, down));

    await expect(titles).rejects.toMatchObject({
      name: 'Watchmode.ListingInterrupted',
      request: REQUEST,
      pagesPaid: 11,
      message: `the listing stopped after 11 paid pages: ${REQUEST}: Watchmode answers 500`,
      cause: { name: 'Watchmode.Unavailable', status: 500 },
    });
    expect(pages()).toEqual([...upTo(11), 12, 12, 12, 12]);
    expect(pauses.slice(12)).toEqual([2_000, 4_000, 8_000]);
    expect(budget.used()).toBe(11);
  });

  it.each([
    [null, 2_000],
    [1, 2_000],
    [37, 37_000],
    [3_600, 120_000],
  ])('is waited for as Retry-After asks: %j s makes a pause of %i ms', async (retryAfter, pauseMs) => {
    const { titles, pauses } = listing(
      300,
      failing(2, (request) =>
        request === 2 ? new WatchmodeRateLimited(REQUEST, retryAfter, 60) : undefined,
      ),
    );

    expect(await titles).toHaveLength(300);
    expect(pauses).toEqual([0, 0, pauseMs]);
  });

  it('is not requested again if nothing was paid yet: the state machine waits', async () => {
    const { titles, pages } = listing(300, failing(1, down));

    await expect(titles).rejects.toMatchObject({ name: 'Watchmode.Unavailable', status: 500 });
    expect(pages()).toEqual([1]);
  });

  it('may be the first one of another region', async () => {
    const { ports, budget } = portsFor({ changes: () => Promise.reject(down()) }, {});
    budget.spendPage();

    await expect(
      pageChanges({ feed: 'new_titles', span, types: undefined, region: 'IE', maxTitles: 10 }, ports),
    ).rejects.toMatchObject({ name: 'Watchmode.ListingInterrupted', pagesPaid: 1 });
  });

  it('is not requested again after a permanent error', async () => {
    const { titles, pages } = listing(
      300,
      failing(2, () => new WatchmodeUnauthorized(REQUEST, 401, '')),
    );

    await expect(titles).rejects.toMatchObject({ name: 'Watchmode.Unauthorized' });
    expect(pages()).toEqual([1, 2]);
  });

  it('never delays beyond the time of the invocation', async () => {
    let remaining = 62_000;
    const { titles, pages } = listing(
      300,
      failing(2, () => {
        remaining -= 1;
        return down();
      }),
      { remainingMs: () => remaining },
    );

    await expect(titles).rejects.toMatchObject({ name: 'Watchmode.ListingInterrupted', pagesPaid: 1 });
    expect(pages()).toEqual([1, 2]);
  });

  it('is requested again while the invocation has time', async () => {
    const { titles, pages } = listing(300, failing(2, down), { remainingMs: () => 64_000 });

    await expect(titles).rejects.toMatchObject({ name: 'Watchmode.ListingInterrupted' });
    expect(pages()).toEqual([1, 2, 2, 2]);
  });

  it('causes pauses of at most five minutes for all pages together', async () => {
    const limited = () => new WatchmodeRateLimited(REQUEST, 120, 60);
    const seen = new Map<number, number>();
    const { titles, pauses } = listing(1_500, (truth, { page }) => {
      seen.set(page, (seen.get(page) ?? 0) + 1);
      if (page > 1 && seen.get(page) === 1) throw limited();
      return truth;
    });

    await expect(titles).rejects.toMatchObject({ name: 'Watchmode.ListingInterrupted' });
    expect(pauses.filter((pauseMs) => pauseMs > 0)).toEqual([120_000, 120_000]);
  });

  it('may be a response of the releases feed', async () => {
    let requests = 0;
    const { ports, watchmode, budget } = portsFor(
      {
        releases: ({ startDate, endDate }) => {
          requests += 1;
          if (requests === 2) throw down();
          return startDate === endDate ? [Number(startDate)] : upTo(250);
        },
      },
      {},
    );

    const titles = await splitReleases({ span, maxTitles: Infinity }, ports);

    expect(titles.length).toBeGreaterThan(1);
    expect(watchmode.calls).toHaveLength(budget.used() + 1);
  });
});

describe('a listing with fewer titles than its total', () => {
  const short =
    (page: number, length: number): Lie =>
    (truth, query) =>
      query.page === page ? { ...truth, titles: truth.titles.slice(0, length) } : truth;

  it.each<[string, number, Lie, number[], number]>([
    ['an empty page between others', 600, short(2, 0), [1, 2, 2, 2, 2], 5],
    ['a page with 100 of 250 titles', 600, short(2, 100), [1, 2, 2, 2, 2], 5],
    ['a last page with one title less', 600, short(3, 99), [1, 2, 3, 3, 3, 3], 6],
    ['a first page with one title less', 600, short(1, 249), [1, 1, 1, 1], 4],
    ['an empty first page', 600, short(1, 0), [1, 1, 1, 1], 4],
    [
      'one page for 600 titles, and nothing on the others',
      600,
      (truth, { page }) => ({ ...truth, total_pages: 1, titles: page === 1 ? truth.titles : [] }),
      [1, 2, 2, 2, 2],
      5,
    ],
    [
      'the same page again and again',
      600,
      (truth, query) => ({ ...truth, titles: pageOf(upTo(600), { ...query, page: 1 }).titles }),
      [1, 2, 3],
      3,
    ],
    ['a title twice on its only page', 2, (truth) => ({ ...truth, titles: [1, 1] }), [1, 1, 1, 1], 4],
  ])('is no success: %s', async (_, count, lie, asked, pagesPaid) => {
    const { titles, pages, budget } = listing(count, lie);

    await expect(titles).rejects.toMatchObject({
      name: 'Watchmode.ListingInterrupted',
      pagesPaid,
      cause: { name: 'Watchmode.Unavailable', status: null },
    });
    expect(pages()).toEqual(asked);
    expect(budget.used()).toBe(pagesPaid);
  });

  it('reports the short page and the missing number', async () => {
    await expect(listing(600, short(2, 100)).titles).rejects.toThrow(
      'GET /changes/new_titles, page 2: the page lists 100 titles; with a total of 600 it has 250',
    );
  });

  it('continues when the page is complete the next time', async () => {
    const { titles, pages } = listing(600, (truth, query, request) =>
      request === 2 ? { ...truth, titles: [] } : truth,
    );

    expect(await titles).toEqual(upTo(600));
    expect(pages()).toEqual([1, 2, 2, 3]);
  });

  it('reads the pages of its total, even if the number of pages is lower', async () => {
    const { titles, pages } = listing(600, (truth) => ({ ...truth, total_pages: 1 }));

    expect(await titles).toEqual(upTo(600));
    expect(pages()).toEqual([1, 2, 3]);
  });

  it('reads the number of pages if it is higher', async () => {
    const { titles, pages } = listing(300, (truth) => ({ ...truth, total_results: 250 }));

    expect(await titles).toEqual(upTo(300));
    expect(pages()).toEqual([1, 2]);
  });

  it('succeeds if it has enough titles', async () => {
    const { titles, pages } = listing(600, short(1, 100), { maxTitles: 100 });

    expect(await titles).toEqual(upTo(100));
    expect(pages()).toEqual([1]);
  });

  it('is compared with its own total, not with that of other regions', async () => {
    const whole = listing(300, (truth) => truth, { known: upTo(280) });
    const lacking = listing(300, short(2, 20), { known: upTo(280) });

    expect(await whole.titles).toEqual(upTo(300).slice(280));
    await expect(lacking.titles).rejects.toMatchObject({ name: 'Watchmode.ListingInterrupted' });
  });

  it('stops when the credits do not pay for another attempt', async () => {
    const { titles, pages } = listing(300, short(2, 0), { credits: 602 });

    await expect(titles).rejects.toMatchObject({ name: 'Watchmode.QuotaExceeded' });
    expect(pages()).toEqual([1, 2]);
  });

  it('never succeeds as a complete one', async () => {
    const lengths = fc.array(fc.option(fc.integer({ min: 0, max: 250 }), { freq: 4 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_200 }), lengths, async (count, cuts) => {
        const { titles } = listing(count, (truth, _, request) => {
          const cut = cuts[request - 1] ?? null;
          return cut === null ? truth : { ...truth, titles: truth.titles.slice(0, cut) };
        });
        const gaveUp = (error: Error) => {
          if (error.name !== 'Watchmode.ListingInterrupted') throw error;
          return upTo(count);
        };

        expect(await titles.catch(gaveUp)).toEqual(upTo(count));
      }),
    );
  });
});
