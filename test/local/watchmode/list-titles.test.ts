import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fetch from 'node-fetch';
import { DAY_MS } from '../../../events/instant.ts';
import { parseFaults } from '../../../local/watchmode/fault-spec.ts';
import type { Watchmode } from '../../../local/watchmode/server.ts';
import { fixedApiKey } from '../../../tasks/shared/watchmode/api-key.ts';
import { createWatchmodeClient } from '../../../tasks/shared/watchmode/client.ts';
import { API_KEY, closeAll, get, settableClock, start } from './support/stand-in.ts';

afterAll(closeAll);

const NOON = Date.UTC(2026, 10, 24, 12);
const NETFLIX = 'regions=GB&source_ids=203&sort_by=title_asc';

interface Page {
  readonly titles: { readonly id: number; readonly title: string; readonly type: string }[];
  readonly page: number;
  readonly total_results: number;
  readonly total_pages: number;
}

interface Details {
  readonly type: string;
  readonly genres: number[];
  readonly networks: number[];
  readonly original_language: string;
  readonly release_date: string | null;
  readonly user_rating: number | null;
  readonly critic_score: number | null;
  readonly relevance_percentile: number;
  readonly popularity_percentile: number;
  readonly sources: { readonly source_id: number; readonly type: string; readonly region: string }[];
}

async function list(watchmode: Watchmode, query: string): Promise<Page> {
  const response = await get(watchmode, `/list-titles/?${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Page;
}

async function detailsOf(watchmode: Watchmode, id: number): Promise<Details> {
  return (await (await get(watchmode, `/title/${id}/details?append_to_response=sources`)).json()) as Details;
}

/** The IDs of all pages. */
async function all(watchmode: Watchmode, query: string): Promise<number[]> {
  const ids: number[] = [];
  for (let page = 1; ; page += 1) {
    const { titles, total_pages: pages } = await list(watchmode, `${query}&page=${page}`);
    ids.push(...titles.map(({ id }) => id));
    if (page >= pages) return ids;
  }
}

describe('the titles of a service', () => {
  it('are listed a page at a time for a credit each, by name', async () => {
    const watchmode = await start();
    const pages = [];
    for (let page = 1; page <= 4; page += 1)
      pages.push(await list(watchmode, `${NETFLIX}&limit=30&page=${page}`));
    const titles = pages.flatMap((page) => page.titles);
    const names = titles.map(({ title }) => title);

    expect(
      pages.map((page) => [page.titles.length, page.page, page.total_results, page.total_pages]),
    ).toEqual([1, 2, 3, 4].map((page) => [page < 4 ? 30 : titles.length - 90, page, titles.length, 4]));
    expect(new Set(titles.map(({ id }) => id)).size).toBe(titles.length);
    expect(names).toEqual(names.toSorted((left, right) => left.localeCompare(right, 'en')));
    expect(watchmode.usage()).toEqual({ requests: 4, creditsUsed: 4 });
    expect(await list(watchmode, `${NETFLIX}&limit=30&page=5`)).toMatchObject({ titles: [], total_pages: 4 });
  });

  it('are rows with what tells a title from another', async () => {
    const watchmode = await start();
    const { titles } = await list(watchmode, '');
    const row = titles.find(({ id }) => id === 9_000_001);

    expect(row).toEqual({
      id: 9_000_001,
      title: 'Breaking Bad',
      year: 2008,
      imdb_id: 'tt0903747',
      tmdb_id: 1396,
      tmdb_type: 'tv',
      type: 'tv_series',
      popularity_percentile: expect.any(Number),
    });
  });

  it('are at most as many on a page as the stand-in allows, whatever is requested', async () => {
    const watchmode = await start({ titlesPerPage: 40 });
    const page = await list(watchmode, `${NETFLIX}&limit=250&page=2`);

    expect(page.titles).toHaveLength(40);
    expect(page.total_pages).toBe(Math.ceil(page.total_results / 40));
  });
});

describe('a filter of the listing', () => {
  let watchmode: Watchmode;
  let ids: number[];
  let details: Details[];
  beforeAll(async () => {
    watchmode = await start({ titles: 50, seed: 3 });
    ids = await all(watchmode, '');
    details = await Promise.all(ids.map((id) => detailsOf(watchmode, id)));
  });

  it.each<[string, (details: Details) => boolean]>([
    ['types=movie', ({ type }) => type === 'movie'],
    ['types=tv_special,short_film', ({ type }) => ['tv_special', 'short_film'].includes(type)],
    ['regions=GB', ({ sources }) => sources.some(({ region }) => region === 'GB')],
    ['regions=ie,fr', ({ sources }) => sources.some(({ region }) => ['IE', 'FR'].includes(region))],
    ['source_ids=203,26', ({ sources }) => sources.some(({ source_id: id }) => id === 203 || id === 26)],
    ['source_types=free', ({ sources }) => sources.some(({ type }) => type === 'free')],
    [
      'source_types=free&source_ids=203,413&regions=GB',
      ({ sources }) => sources.some(({ source_id: id, type }) => id === 413 && type === 'free'),
    ],
    ['source_ids=408&regions=GB', () => false],
    ['source_ids=77777', () => false],
    ['genres=4,7', ({ genres }) => genres.includes(4) || genres.includes(7)],
    ['network_ids=9201', ({ networks }) => networks.includes(9201)],
    ['languages=cy,fr', ({ original_language: language }) => ['cy', 'fr'].includes(language)],
    ['release_date_start=20100101', ({ release_date: date }) => (date ?? '') >= '2010-01-01'],
    ['release_date_end=19991231', ({ release_date: date }) => date !== null && date <= '1999-12-31'],
    ['user_rating_low=6.5', ({ user_rating: rating }) => (rating ?? 0) >= 6.5],
    [
      'user_rating_low=4&user_rating_high=6',
      ({ user_rating: rating }) => rating !== null && rating >= 4 && rating <= 6,
    ],
    ['critic_score_low=80', ({ critic_score: score }) => (score ?? 0) >= 80],
    ['critic_score_high=40', ({ critic_score: score }) => score !== null && score <= 40],
    ['person_id=7', () => false],
    [
      'types=movie&genres=5&regions=GB&source_ids=203',
      ({ type, genres, sources }) =>
        type === 'movie' &&
        genres.includes(5) &&
        sources.some(({ source_id: id, region }) => id === 203 && region === 'GB'),
    ],
  ])('is %s', async (query, accepts) => {
    expect(ids).toHaveLength(50);
    expect((await all(watchmode, `${query}&sort_by=title_asc`)).toSorted()).toEqual(
      ids.filter((_, index) => accepts(details[index]!)).toSorted(),
    );
  });

  it.each([
    ['types=film', 'types must be of movie'],
    ['regions=Britain', 'regions must be two-letter countries'],
    ['source_types=stream', 'source_types must be of sub, rent'],
    ['source_ids=Netflix', 'source_ids must be IDs'],
    ['genres=4;7', 'genres must be IDs'],
    ['network_ids=-1', 'network_ids must be IDs'],
    ['languages=english', 'languages must be two-letter languages'],
    ['release_date_start=2024', 'release_date_start must be a day'],
    ['release_date_end=20240230', 'release_date_end must be a day'],
    ['user_rating_low=11', 'user_rating_low must be a number from 0 to 10'],
    ['critic_score_high=1e2', 'critic_score_high must be a number from 0 to 100'],
    ['person_id=x', 'person_id must be a whole number'],
    ['sort_by=title', 'sort_by must be one of relevance_desc'],
    ['limit=251', 'limit must be a whole number from 1 to 250'],
    ['page=0', 'page must be a whole number from 1'],
  ])('is refused when it is %s', async (query, reason) => {
    const { creditsUsed } = watchmode.usage();
    const answer = await get(watchmode, `/list-titles?${query}`);

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ statusMessage: expect.stringContaining(reason) });
    expect(watchmode.usage().creditsUsed).toBe(creditsUsed);
  });
});

describe('the order of the listing', () => {
  it.each<[string, (details: Details) => number | null]>([
    ['relevance', (details) => details.relevance_percentile],
    ['popularity', (details) => details.popularity_percentile],
    ['release_date', ({ release_date: date }) => (date === null ? -1 : Date.parse(date))],
  ])('is %s in both directions', async (name, valueOf) => {
    const watchmode = await start({ titles: 25 });
    const valuesOf = async (direction: string) => {
      const ids = await all(watchmode, `sort_by=${name}_${direction}`);
      return Promise.all(ids.map(async (id) => Number(valueOf(await detailsOf(watchmode, id)))));
    };
    const ascending = await valuesOf('asc');

    expect(ascending).toEqual(ascending.toSorted((left, right) => left - right));
    expect(new Set(ascending).size).toBeGreaterThan(15);
    expect(await valuesOf('desc')).toEqual(ascending.toReversed());
  });

  it('is by relevance unless another is requested, and by name from the last', async () => {
    const watchmode = await start({ titles: 40 });

    expect(await all(watchmode, '')).toEqual(await all(watchmode, 'sort_by=relevance_desc'));
    const names = (await list(watchmode, 'sort_by=title_desc')).titles.map(({ title }) => title);
    expect(names).toEqual(names.toSorted((left, right) => right.localeCompare(left, 'en')));
  });
});

describe('the titles of a service from day to day', () => {
  it('change, and agree with the sources of each title at every moment', async () => {
    const clock = settableClock(NOON);
    const watchmode = await start({ clock, titles: 80 });
    const ids = await all(watchmode, '');
    const first = await all(watchmode, NETFLIX);
    let changes = 0;
    for (const day of [0, 1, 10, 40]) {
      clock.set(NOON + day * DAY_MS);
      const offered = await all(watchmode, NETFLIX);
      const details = await Promise.all(ids.map((id) => detailsOf(watchmode, id)));
      const having = ids.filter((_, index) =>
        details[index]!.sources.some(({ source_id: id, region }) => id === 203 && region === 'GB'),
      );

      expect(offered.toSorted()).toEqual(having.toSorted());
      changes += offered.filter((id) => !first.includes(id)).length;
    }

    expect(changes).toBeGreaterThan(0);
  });

  it('are on day 0 if nothing else is said, and on the day of their creation otherwise', async () => {
    const clock = settableClock(NOON);
    const [fresh, old] = await Promise.all([
      start({ clock }),
      start({ clock, createdAt: NOON - 20 * DAY_MS }),
    ]);
    clock.set(NOON + DAY_MS / 2);
    const now = await all(old, NETFLIX);

    expect(await all(fresh, NETFLIX)).not.toEqual(now);
    clock.set(NOON + 20.5 * DAY_MS);
    expect(await all(fresh, NETFLIX)).toEqual(now);
  });

  it('arrive with sources as any other title has them', async () => {
    const clock = settableClock(NOON);
    const watchmode = await start({ clock, plan: 'free' });
    const before = await all(watchmode, NETFLIX);
    clock.set(NOON + 15 * DAY_MS);
    const [arrived] = (await all(watchmode, NETFLIX)).filter((id) => !before.includes(id));
    const { sources } = await detailsOf(watchmode, arrived!);

    expect(sources.find(({ source_id: id, region }) => id === 203 && region === 'GB')).toMatchObject({
      type: 'sub',
      ios_url: 'Deeplinks available for paid plans only.',
      web_url: expect.stringContaining('netflix'),
      price: null,
    });
  });
});

describe('the listing with drift', () => {
  it('shows only titles that the service has, in their order, and loses some between two pages', async () => {
    const [calm, drifting] = await Promise.all([
      start({ seed: 5 }),
      start({ seed: 5, faults: parseFaults('drift:0.5') }),
    ]);
    const truth = await all(calm, NETFLIX);
    let lost = 0;
    let twice = 0;
    const totals = new Set<number>();
    for (let sweep = 0; sweep < 12; sweep += 1) {
      const seen: number[] = [];
      for (let page = 1, pages = 1; page <= pages; page += 1) {
        const answer = await list(drifting, `${NETFLIX}&limit=10&page=${page}`);
        const ids = answer.titles.map(({ id }) => id);
        const first = Math.max(0, truth.indexOf(ids[0] ?? 0));
        expect(ids).toEqual(truth.slice(first, first + ids.length));
        totals.add(answer.total_results - truth.length);
        pages = answer.total_pages;
        seen.push(...ids);
      }
      lost += truth.filter((id) => !seen.includes(id)).length;
      twice += seen.length - new Set(seen).size;
    }

    expect(lost).toBeGreaterThan(10);
    expect(twice).toBeGreaterThan(10);
    expect([...totals].sort((left, right) => left - right)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
  });
});

describe('a key of the free plan', () => {
  const client = (watchmode: Watchmode) =>
    createWatchmodeClient({
      ...{ baseUrl: watchmode.url, apiKey: fixedApiKey(API_KEY), fetch, timeoutMs: 10_000 },
      noteOddParts: (...note) => {
        throw new Error(`odd parts: ${JSON.stringify(note)}`);
      },
    });

  it('finds the titles on the services on which a paid one finds them', async () => {
    const createdAt = NOON - 9 * DAY_MS;
    const clock = settableClock(NOON);
    const plans = ['free', 'paid'] as const;
    const [free, paid] = await Promise.all(plans.map((plan) => start({ clock, createdAt, plan })));
    const query = 'regions=GB&source_ids=409';

    expect(await all(free!, query)).toEqual(await all(paid!, query));
  });

  it('lists titles in three countries, and no changes', async () => {
    const watchmode = await start({ plan: 'free' });
    const watchmodeClient = client(watchmode);
    const query = { sourceId: 203, page: 1, limit: 250 };

    expect((await watchmodeClient.listTitles({ ...query, region: 'GB' })).titles.length).toBeGreaterThan(80);
    await expect(watchmodeClient.listTitles({ ...query, region: 'FR' })).rejects.toMatchObject({
      name: 'Watchmode.Unauthorized',
      message: expect.stringContaining('The region FR is not in your plan'),
    });
    await expect(
      watchmodeClient.changes('new_titles', {
        ...{ startDate: '20261123000000', endDate: '20261124000000', page: 1, limit: 250 },
      }),
    ).rejects.toMatchObject({ name: 'Watchmode.PlanRequired' });
    expect(await watchmodeClient.status()).toEqual({ quota: 2_500, quotaUsed: 1 });
    expect(
      (await watchmodeClient.regions()).filter((region) => region.plan_enabled).map(({ country }) => country),
    ).toEqual(['US', 'GB', 'IE']);
  });

  it('reads services and genres as every key does', async () => {
    const [free, paid] = (await Promise.all([start({ plan: 'free' }), start()])).map(client);

    expect(await free!.sources()).toEqual(await paid!.sources());
    expect(await free!.genres()).toEqual(await paid!.genres());
    expect((await paid!.regions()).every((region) => region.plan_enabled)).toBe(true);
  });
});
