import { afterEach, describe, expect, it } from '@jest/globals';
import { WatchmodeClient } from '@watchmode/api-client';
import { API_KEY, closeAll, start } from './support/stand-in.ts';

afterEach(closeAll);

async function connect(
  options: Parameters<typeof start>[0] = {},
  apiKey = API_KEY,
): Promise<WatchmodeClient> {
  const { url } = await start(options);
  return new WatchmodeClient({ apiKey, baseUrl: url });
}

/** Release 1.0.0 forgets the key in requests without a query: it is given in a header. */
const withKey: typeof fetch = (input, init) => {
  const request = new Request(input, init);
  request.headers.set('X-API-Key', API_KEY);
  return fetch(request);
};

describe('the official Watchmode client', () => {
  it('reads the quota', async () => {
    const { url } = await start({ quota: 2500 });
    const client = new WatchmodeClient({ apiKey: API_KEY, baseUrl: url, fetch: withKey });

    expect((await client.account.getStatus()).data).toEqual({ quota: 2500, quotaUsed: 0 });
  });

  it('pages through every change feed', async () => {
    const client = await connect({ titles: 300 });
    const feeds = [
      client.changes.getNewTitles({ limit: 200, page: 2 }),
      client.changes.getTitlesWithDetailChanges({ limit: 200, page: 2 }),
    ];
    for (const { data } of await Promise.all(feeds)) {
      expect(data).toMatchObject({ page: 2, total_results: 300, total_pages: 2 });
      expect(data?.titles).toHaveLength(100);
    }
    const sources = await client.changes.getTitlesWithSourceChanges({ regions: 'GB' });
    expect(sources.data?.total_results).toBeGreaterThan(150);
    const episodes = await client.changes.getTitlesWithEpisodeChanges();
    expect(episodes.data?.total_results).toBe(200);
  });

  it('reads a title by each of its identifiers', async () => {
    const client = await connect();
    const [own, imdb, tmdb] = await Promise.all([
      client.title.getDetails('9000001', { appendToResponse: 'sources', regions: 'GB' }),
      client.title.getDetails('tt0903747', { appendToResponse: 'sources', regions: 'GB' }),
      client.title.getDetails('tv-1396', { appendToResponse: 'sources', regions: 'GB' }),
    ]);
    expect(own.data).toMatchObject({ id: 9000001, title: 'Breaking Bad', type: 'tv_series', year: 2008 });
    expect(imdb.data).toEqual(own.data);
    expect(tmdb.data).toEqual(own.data);
    const sources = await client.title.getSources('9000001', { regions: 'GB' });
    expect(sources.data).toEqual(own.data?.sources);
  });

  it('reads the releases', async () => {
    const client = await connect();
    const { data } = await client.releases.getRecent({ startDate: 20240101, endDate: 20240131, limit: 5 });
    expect(data?.releases).toHaveLength(5);
    expect(data?.releases?.[0]).toMatchObject({ source_release_date: '2024-01-01' });
  });

  it('lists the titles of a service with every filter and order', async () => {
    const client = await connect();
    const { data } = await client.title.list({
      regions: 'GB',
      sourceIds: '203',
      sortBy: 'title_asc',
      limit: 40,
    });
    expect(data).toMatchObject({ page: 1, total_pages: 3 });
    expect(data?.titles).toHaveLength(40);
    const filtered = await client.title.list({
      ...{ types: 'movie', sourceTypes: 'sub', genres: '4,7', networkIds: '9201', languages: 'en' },
      ...{ releaseDateStart: 19900101, releaseDateEnd: 20201231, userRatingLow: 1, userRatingHigh: 9.5 },
      ...{ criticScoreLow: 10, criticScoreHigh: 90, personId: 7, sortBy: 'popularity_desc', page: 1 },
    });
    expect(filtered.data).toEqual({ titles: [], page: 1, total_results: 0, total_pages: 0 });
    const odd = await client.title.list({ sourceIds: 'Netflix' });
    expect(odd.error).toMatchObject({ statusCode: 400 });
  });

  it('reads services, genres and countries', async () => {
    const { url } = await start({ plan: 'free' });
    const client = new WatchmodeClient({ apiKey: API_KEY, baseUrl: url, fetch: withKey });

    const sources = await client.sources.list({ regions: 'IE', types: 'free' });
    expect(sources.data?.map(({ name }) => name)).toEqual(['RTÉ Player']);
    const genres = await client.reference.getGenres();
    expect(genres.data).toContainEqual({ id: 7, name: 'Drama', tmdb_id: 18 });
    const regions = await client.reference.getRegions();
    expect(regions.data?.filter((region) => region.plan_enabled)).toHaveLength(3);
  });

  it('is told what is wrong', async () => {
    const client = await connect();
    expect((await client.title.getDetails('1')).error).toEqual({
      success: false,
      statusCode: 404,
      statusMessage: 'The title you requested could not be found.',
    });
    const stranger = await connect({}, 'another-key');
    expect((await stranger.account.getStatus()).error).toMatchObject({ statusCode: 401 });
    const free = await connect({ plan: 'free' });
    expect((await free.changes.getNewTitles()).error).toMatchObject({ statusCode: 401 });
  });
});
