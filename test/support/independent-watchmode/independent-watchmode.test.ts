import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WatchmodeClient } from '@watchmode/api-client';
import fetch from 'node-fetch';
import { fixedApiKey } from '../../../tasks/shared/watchmode/api-key.ts';
import { createWatchmodeClient } from '../../../tasks/shared/watchmode/client.ts';
import { ChangingCatalogue, type Title } from './changing-catalogue.ts';
import { IndependentWatchmode, type Fault, type Ports } from './independent-watchmode.ts';

const KEY = 'independent-key-0123456789';
const START = Date.UTC(2026, 10, 24, 6);
const NETFLIX = 'GB:203';

const title = (id: number, name: string, more: Partial<Title> = {}): Title => ({
  ...{ id, name, type: 'movie', genres: [4], year: 2020 },
  ...more,
});
const TITLES = [
  title(1, 'Delta'),
  title(2, 'alpha', { type: 'tv_series', genres: [7] }),
  title(3, 'Charlie', { genres: [4, 7] }),
  title(4, 'bravo'),
  title(5, 'Echo'),
];
const REFERENCE = {
  sources: [
    { id: 203, name: 'Netflix', type: 'sub', regions: ['GB', 'US'] },
    { id: 349, name: 'AppleTV', type: 'purchase', regions: ['US'] },
  ],
  genres: [
    { id: 4, name: 'Comedy' },
    { id: 7, name: 'Drama' },
  ],
  regions: [
    { country: 'GB', name: 'United Kingdom', isOnPlan: true },
    { country: 'FR', name: 'France', isOnPlan: false },
  ],
} as const;

let now: number;
let faults: (Fault | undefined)[];
let watchmode: IndependentWatchmode;
let server: Awaited<ReturnType<IndependentWatchmode['listen']>>;

async function serve(ports: Partial<Ports> = {}): Promise<void> {
  const arrivals = [1, 2, 3, 4].map((titleId) => ({
    ...({ at: START, titleId, change: 'arrives', service: NETFLIX } as const),
  }));
  watchmode = new IndependentWatchmode({
    account: { key: KEY, quota: 100 },
    catalogue: new ChangingCatalogue(TITLES, [
      ...arrivals,
      { at: START + 1000, titleId: 5, change: 'arrives', service: NETFLIX },
      { at: START + 1000, titleId: 4, change: 'leaves', service: NETFLIX },
      { at: START + 2000, titleId: 1, change: 'is renamed', name: 'A better name' },
    ]),
    reference: REFERENCE,
    now: () => now,
    faultOf: (request) => faults[request],
    ...ports,
  });
  server = await watchmode.listen();
}

beforeEach(() => {
  now = START;
  faults = [];
});
afterEach(() => server.close());

function client(apiKey = KEY) {
  return createWatchmodeClient({
    ...{ baseUrl: server.baseUrl, timeoutMs: 5000, apiKey: fixedApiKey(apiKey), fetch },
  });
}

const page = (number: number, limit = 2) => ({
  ...({ region: 'GB', sourceId: 203, page: number, limit } as const),
});
const idsOn = async (number: number, limit?: number) =>
  (await client().listTitles(page(number, limit))).titles.map(({ id }) => id);

describe('a Watchmode made from the documentation', () => {
  it('lists a service by title, in pages, and charges a credit a page', async () => {
    await serve();

    expect(await client().listTitles(page(2))).toMatchObject({
      ...{ titles: [{ id: 3 }, { id: 1 }], page: 2, total_results: 4, total_pages: 2 },
    });
    expect(await idsOn(3)).toEqual([]);
    expect(await client().status()).toMatchObject({ quota: 100, quotaUsed: 2 });
    expect(watchmode.ledger.sales.map(({ what, sent }) => ({ what, sent }))).toEqual([
      { what: 'page', sent: [3, 1] },
      { what: 'page', sent: [] },
    ]);
  });

  it('filters by type and by any of some genres', async () => {
    await serve();
    const ids = async (query: object) =>
      (await client().listTitles({ ...page(1, 250), ...query })).titles.map(({ id }) => id);

    expect(await ids({ type: 'tv_series' })).toEqual([2]);
    expect(await ids({ genres: [7] })).toEqual([2, 3]);
    expect(await ids({ type: 'movie', genres: [4, 7] })).toEqual([4, 3, 1]);
  });

  it('changes at its own times, and says of each title where it is at that moment', async () => {
    await serve();
    now += 1000;
    expect(await idsOn(1, 250)).toEqual([2, 3, 1, 5]);
    expect((await client().title(4, ['GB'])).sources).toEqual([]);
    expect((await client().title(5, ['GB'])).sources).toMatchObject([{ source_id: 203, name: 'Netflix' }]);
    now += 1000;
    expect(await idsOn(1, 250)).toEqual([1, 2, 3, 5]);
    expect(watchmode.ledger.charged).toBe(6);
  });

  it('changes between two pages if a test says so', async () => {
    await serve({
      beforePage: ({ page: number }, catalogue) => {
        if (number === 2) catalogue.make({ titleId: 2, change: 'leaves', service: NETFLIX });
      },
    });

    expect([await idsOn(1), await idsOn(2)]).toEqual([[2, 4], [1]]);
  });

  it('has at most its cap on a page, whatever the limit', async () => {
    await serve({ account: { key: KEY, quota: 100, pageCap: 3 } });

    expect(await client().listTitles(page(1, 250))).toMatchObject({ total_results: 4, total_pages: 2 });
    expect(await idsOn(1, 250)).toHaveLength(3);
  });

  it('refuses changes on the free plan, a wrong key, a country outside of the plan, and what costs too much', async () => {
    await serve({ account: { key: KEY, quota: 1 } });
    const query = { startDate: '20261123', endDate: '20261124', page: 1, limit: 250 };

    await expect(client().changes('new_titles', query)).rejects.toThrow(/paid plan|plan/);
    await expect(client('another').genres()).rejects.toMatchObject({ name: 'Watchmode.Unauthorized' });
    await expect(client().listTitles({ ...page(1), region: 'FR' })).rejects.toThrow(/not enabled/);
    await expect(client().title(1, ['GB'])).rejects.toMatchObject({ name: 'Watchmode.QuotaExceeded' });
    await expect(client().title(99, ['GB'])).rejects.toMatchObject({ name: 'Watchmode.TitleNotFound' });
    expect(watchmode.ledger.charged).toBe(0);
  });

  it('limits the requests a minute', async () => {
    await serve({ account: { key: KEY, quota: 100, requestsPerMinute: 1 } });
    await idsOn(1);

    await expect(idsOn(1)).rejects.toMatchObject({ name: 'Watchmode.RateLimited' });
    now += 60_000;
    expect(await idsOn(1)).toHaveLength(2);
  });

  it.each<[Fault, string, number]>([
    ['unavailable', 'Watchmode.Unavailable', 0],
    ['rate limit', 'Watchmode.RateLimited', 0],
    ['reset', 'Watchmode.Unavailable', 0],
    ['charged reset', 'Watchmode.Unavailable', 1],
    ['charged 502', 'Watchmode.Unavailable', 1],
    ['malformed', 'Watchmode.Unavailable', 1],
  ])('fails on demand: %s', async (fault, name, charged) => {
    await serve();
    faults = [fault];

    await expect(idsOn(1)).rejects.toHaveProperty('name', name);
    expect(watchmode.ledger.charged).toBe(charged);
  });

  it('sends a short page on demand, with the totals of a whole one', async () => {
    await serve();
    faults = ['short page'];

    expect(await client().listTitles(page(1))).toMatchObject({ titles: [{ id: 2 }], total_results: 4 });
    expect(watchmode.ledger.sales).toMatchObject([{ delivery: 'short', sent: [2] }]);
  });

  it('suits the official client', async () => {
    await serve();
    // Release 1.0.0 forgets the key in requests without a query: it is given in a header.
    const withKey: typeof globalThis.fetch = (input, init) => {
      const request = new Request(input, init);
      request.headers.set('X-API-Key', KEY);
      return globalThis.fetch(request);
    };
    const official = new WatchmodeClient({ apiKey: KEY, baseUrl: server.baseUrl, fetch: withKey });
    const listed = await official.title.list({
      ...{
        sourceIds: '203',
        regions: 'GB',
        types: 'movie',
        genres: '4',
        sortBy: 'title_asc',
        limit: 2,
        page: 1,
      },
    });

    expect(listed.data).toMatchObject({
      titles: [
        { id: 4, title: 'bravo', type: 'movie', tmdb_type: 'movie' },
        { id: 3, title: 'Charlie' },
      ],
      ...{ total_results: 3, total_pages: 2 },
    });
    expect((await official.sources.list({ regions: 'GB' })).data).toMatchObject([
      { id: 203, name: 'Netflix' },
    ]);
    expect((await official.reference.getGenres()).data).toHaveLength(2);
    expect((await official.reference.getRegions()).data?.map((region) => region.plan_enabled)).toEqual([
      ...[true, false],
    ]);
    expect((await official.account.getStatus()).data).toEqual({ quota: 100, quotaUsed: 4 });
  });
});
