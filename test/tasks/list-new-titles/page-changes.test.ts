import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCreditBudget } from '../../../tasks/list-new-titles/credits.ts';
import { pageChanges, type ChangesListing } from '../../../tasks/list-new-titles/page-changes.ts';
import type { ChangesQuery } from '../../../tasks/shared/watchmode/listings.ts';
import type { AccountStatus, ChangesPage } from '../../../tasks/shared/watchmode/responses.ts';
import { fakeWatchmode, pageOf, upTo } from '../support/fake-watchmode.ts';
import { FakeClock, recordedTelemetry } from '../support/ports.ts';

const LISTING: ChangesListing = {
  feed: 'new_titles',
  span: { start: Date.parse('2026-11-23T05:00:00Z'), end: Date.parse('2026-11-24T06:00:00Z') },
  types: undefined,
  region: undefined,
  maxTitles: Number.POSITIVE_INFINITY,
};

function listing(
  changes: (query: ChangesQuery) => ChangesPage,
  options: {
    listing?: Partial<ChangesListing>;
    status?: AccountStatus;
    reserve?: number;
    /** The titles found by another listing of the same run. */
    known?: readonly number[];
  } = {},
) {
  const watchmode = fakeWatchmode({ changes });
  const budget = createCreditBudget(
    options.status ?? { quota: 1_000_000, quotaUsed: 0 },
    options.reserve ?? 0,
  );
  const { telemetry, lines } = recordedTelemetry(new FakeClock(0));
  const pauses: number[] = [];
  const pace = (pauseMs: number) => {
    pauses.push(pauseMs);
    return Promise.resolve();
  };
  const titles = pageChanges(
    { ...LISTING, ...options.listing },
    { watchmode, budget, telemetry, pace },
    options.known && new Set(options.known),
  );
  const pages = () => watchmode.calls.map(([, query]) => (query as ChangesQuery).page);
  return { titles, watchmode, pages, budget, lines, pauses };
}

describe('paging through a feed', () => {
  it('requests the window in Pacific time, 250 titles a page, without other parameters', async () => {
    const { titles, watchmode } = listing((query) => pageOf(upTo(3), query));

    expect(await titles).toEqual([1, 2, 3]);
    expect(watchmode.calls).toEqual([
      ['new_titles', { startDate: '20261122210000', endDate: '20261123220000', limit: 250, page: 1 }],
    ]);
  });

  it('requests pages of another length, and checks each against it', async () => {
    let asked = 0;
    const { titles, pages } = listing(
      (query) => {
        asked += 1;
        const page = pageOf(upTo(5), query);
        return asked === 2 ? { ...page, titles: page.titles.slice(0, 1) } : page;
      },
      { listing: { pageLimit: 2 } },
    );

    expect(await titles).toEqual(upTo(5));
    expect(pages()).toEqual([1, 2, 2, 3]);
  });

  it('sends types and a region if they are given', async () => {
    const { titles, watchmode } = listing((query) => pageOf([], query), {
      listing: { feed: 'titles_sources_changed', types: ['movie'], region: 'GB' },
    });

    expect(await titles).toEqual([]);
    expect(watchmode.calls).toMatchObject([['titles_sources_changed', { types: ['movie'], region: 'GB' }]]);
  });

  it('reads every page once, at its pace, and counts the cost', async () => {
    const { titles, pages, budget, pauses } = listing((query) => pageOf(upTo(501), query));

    expect(await titles).toEqual(upTo(501));
    expect(pages()).toEqual([1, 2, 3]);
    expect(budget.used()).toBe(3);
    expect(pauses).toEqual([0, 0, 0]);
  });

  it.each([
    [0, [1]],
    [250, [1]],
    [251, [1, 2]],
    [500, [1, 2]],
  ])('of %i titles reads the pages %j', async (count, expected) => {
    const { titles, pages } = listing((query) => pageOf(upTo(count), query));

    expect(await titles).toHaveLength(count);
    expect(pages()).toEqual(expected);
  });

  it('drops titles that a new one pushed onto the next page, and looks for the new one', async () => {
    let ids = upTo(500);
    const { titles, pages } = listing((query) => {
      const page = pageOf(ids, query);
      if (pages().length === 1) ids = [9_999, ...ids];
      return page;
    });

    expect(await titles).toEqual([...upTo(500), 9_999]);
    expect(pages()).toEqual([1, 2, 3, 1]);
  });

  it('looks for a title added in the middle until it is found', async () => {
    let ids = upTo(900);
    const { titles, pages } = listing((query) => {
      const page = pageOf(ids, query);
      if (pages().length === 3) ids = ids.toSpliced(300, 0, 9_999);
      return page;
    });

    expect(new Set(await titles)).toEqual(new Set([...upTo(900), 9_999]));
    expect(pages()).toEqual([1, 2, 3, 4, 1, 2]);
  });

  it('reads a page again when a title has left and pulled others back onto it', async () => {
    let ids = upTo(600);
    const { titles, pages } = listing((query) => {
      const page = pageOf(ids, query);
      if (pages().length === 1) ids = ids.filter((id) => id > 3);
      return page;
    });

    expect(new Set(await titles)).toEqual(new Set(upTo(600)));
    expect(pages()).toEqual([1, 2, 1, 2, 3]);
  });

  it('goes back by only as many pages as the removed titles need', async () => {
    let ids = upTo(1_000);
    const { titles, pages } = listing((query) => {
      const page = pageOf(ids, query);
      if (pages().length === 2) ids = ids.filter((id) => id > 3);
      return page;
    });

    expect(new Set(await titles)).toEqual(new Set(upTo(1_000)));
    expect(pages()).toEqual([1, 2, 3, 2, 3, 4]);
  });

  it('continues from the first page, which was just read, when more titles are removed meanwhile', async () => {
    let ids = upTo(600);
    const { titles, pages } = listing((query) => {
      const page = pageOf(ids, query);
      if (pages().length <= 2) ids = ids.slice(3);
      return page;
    });

    expect(new Set(await titles)).toEqual(new Set(upTo(600)));
    expect(pages()).toEqual([1, 2, 1, 2, 3]);
  });

  it('misses no remaining title if others are removed during the listing', async () => {
    const departures = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 1_200 }), { maxLength: 300 }), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_200 }), departures, async (count, waves) => {
        let ids = upTo(count);
        const rest = [...waves];
        const { titles } = listing((query) => {
          const page = pageOf(ids, query);
          const leaving = new Set(rest.shift());
          ids = ids.filter((id) => !leaving.has(id));
          return page;
        });
        // It may give up and be retried, but must not miss a title.
        const gaveUp = (error: Error) => {
          if (error.name !== 'Watchmode.ListingInterrupted') throw error;
          return ids;
        };
        const found = new Set(await titles.catch(gaveUp));

        expect(ids.filter((id) => !found.has(id))).toEqual([]);
      }),
    );
  });

  it('misses no title added at any place during the listing', async () => {
    const positions = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_200 }), positions, async (count, entries) => {
        let ids = upTo(count);
        let toldOf = ids;
        const rest = [...entries];
        const { titles } = listing((query) => {
          const entry = rest.shift();
          toldOf = ids;
          if (entry !== undefined) {
            ids = ids.toSpliced(Math.floor(entry * ids.length), 0, 9_000 + rest.length);
          }
          return pageOf(toldOf, query);
        });
        const gaveUp = (error: Error) => {
          if (error.name !== 'Watchmode.ListingInterrupted') throw error;
          return toldOf;
        };

        expect(new Set(await titles.catch(gaveUp))).toEqual(new Set(toldOf));
      }),
    );
  });

  it('gives up a feed without end', async () => {
    let total = 1_000_000;
    const { titles, pages } = listing(
      ({ page }) => {
        total -= 1;
        return { titles: upTo(250), page, total_results: total, total_pages: 4_000 };
      },
      { listing: { maxTitles: 700 } },
    );

    await expect(titles).rejects.toMatchObject({
      name: 'Watchmode.ListingInterrupted',
      request: expect.stringMatching(/^GET \/changes\/new_titles, page \d+$/),
      pagesPaid: 7,
      cause: { name: 'Watchmode.Unavailable', message: expect.stringContaining('changed too much') },
    });
    expect(pages()).toHaveLength(7);
  });

  it('stops as soon as it has enough titles', async () => {
    const { titles, pages, lines } = listing((query) => pageOf(upTo(10_000), query), {
      listing: { maxTitles: 300 },
    });

    expect(await titles).toEqual(upTo(300));
    expect(pages()).toEqual([1, 2]);
    expect(lines).toEqual([]);
  });

  it.each([
    [250, [1]],
    [500, [1, 2]],
  ])('pays for no further page when the %i wanted titles end with a page', async (maxTitles, read) => {
    const { titles, pages, lines } = listing((query) => pageOf(upTo(10_000), query), {
      listing: { maxTitles },
    });

    expect(await titles).toEqual(upTo(maxTitles));
    expect(pages()).toEqual(read);
    expect(lines).toEqual([]);
  });
});

describe('a feed with titles known from another listing', () => {
  const known = upTo(800);

  it('is read past known titles until there are enough', async () => {
    const { titles, pages } = listing((query) => pageOf(upTo(1_000), query), {
      known,
      listing: { maxTitles: 900 },
    });

    expect(await titles).toEqual(upTo(900).slice(800));
    expect(pages()).toEqual([1, 2, 3, 4]);
  });

  it('is given up after two requests a page', async () => {
    let total = 1_000;
    const { titles, pages } = listing(
      ({ page }) => {
        total -= 1;
        return { titles: upTo(250), page, total_results: total, total_pages: 4_000 };
      },
      { known, listing: { maxTitles: 900 } },
    );

    await expect(titles).rejects.toMatchObject({ name: 'Watchmode.ListingInterrupted' });
    expect(pages()).toHaveLength(9);
  });

  it('must be paid only for the titles that it adds', async () => {
    const others = Array.from({ length: 1_000 }, (_, index) => 5_001 + index);
    const { titles, pages } = listing((query) => pageOf(others, query), {
      known,
      listing: { maxTitles: 900 },
      // A page, and two credits for each of 900 titles.
      status: { quota: 1_801, quotaUsed: 0 },
    });

    expect(await titles).toEqual(others.slice(0, 100));
    expect(pages()).toEqual([1]);
  });
});

describe('the credits of a feed', () => {
  const status = (left: number) => ({ quota: 1_000, quotaUsed: 1_000 - left });
  const feed = (query: ChangesQuery) => pageOf(upTo(300), query);

  it('must pay for a page before any is read', async () => {
    const { titles, pages } = listing(feed, { status: status(0) });

    await expect(titles).rejects.toMatchObject({
      name: 'Watchmode.QuotaExceeded',
      credits: { needed: 1, left: 0 },
    });
    expect(pages()).toEqual([]);
  });

  it('must pay for all the rest as soon as its size is known', async () => {
    const { titles, pages } = listing(feed, { status: status(601) });

    await expect(titles).rejects.toMatchObject({
      name: 'Watchmode.QuotaExceeded',
      credits: { needed: 601, left: 600 },
      message: expect.stringContaining(
        'the run needs 601 more credits (300 titles x 2 + 1 for pages), but 600 of 1000 are left',
      ),
    });
    expect(pages()).toEqual([1]);
  });

  it('names one title in the singular', () => {
    const budget = createCreditBudget({ quota: 1, quotaUsed: 0 }, 0);

    expect(() => budget.requireTitles(1)).toThrow('(1 title x 2 + 0 for pages)');
  });

  it('may be spent to the last', async () => {
    const { titles } = listing(feed, { status: status(602) });

    expect(await titles).toHaveLength(300);
  });

  it('do not include the reserve', async () => {
    const { titles } = listing(feed, { status: status(602), reserve: 1 });

    await expect(titles).rejects.toThrow('601 of 1000 are left, of which 1 are kept in reserve');
  });

  it('are those of the wanted titles', async () => {
    const { titles } = listing(feed, { status: status(21), listing: { maxTitles: 10 } });

    expect(await titles).toHaveLength(10);
  });

  it.each([{ quota: null }, { quota: null, quotaUsed: 5 }, { quota: 5, quotaUsed: null }])(
    'are not checked where Watchmode names no quota: %j',
    async (status) => {
      const { titles } = listing(feed, { status });

      expect(await titles).toHaveLength(300);
    },
  );
});

describe('a feed with too many titles', () => {
  it('is refused after its first page, whatever the credits', async () => {
    const { titles, pages } = listing(
      ({ page }) => ({ titles: [1], page, total_results: 25_001, total_pages: 101 }),
      { status: { quota: 10, quotaUsed: 0 } },
    );

    await expect(titles).rejects.toMatchObject({ name: 'TooManyTitles', found: 25_001 });
    expect(pages()).toEqual([1]);
  });
});
