import { describe, expect, it } from '@jest/globals';
import type { WatchmodeClient } from '../../../../tasks/shared/watchmode/client.ts';
import { errorOf, makeClient, serveEachTest, server } from '../../support/watchmode-client.ts';

serveEachTest();

const QUERY = { region: 'GB', sourceId: 203, page: 3, limit: 250 };
const PAGE = { titles: [{ id: 5 }, { id: 1 }], page: 3, total_results: 502, total_pages: 3 };

const page = (client: WatchmodeClient) => client.listTitles(QUERY);

describe('the titles of a service', () => {
  it('are requested a page at a time, by name, with a type and genres only if they are given', async () => {
    server.reply = () => ({ body: PAGE });
    const client = makeClient();

    expect(await client.listTitles(QUERY)).toEqual(PAGE);
    await client.listTitles({ ...QUERY, type: 'movie', genres: [4, 7] });

    const query = { regions: 'GB', source_ids: '203', sort_by: 'title_asc', limit: '250', page: '3' };
    expect(server.requests).toMatchObject([
      { path: '/list-titles', query },
      { path: '/list-titles', query: { ...query, types: 'movie', genres: '4,7' } },
    ]);
    expect(Object.keys(server.requests[0]!.query)).toHaveLength(5);
  });

  it('are named in an error by country, service, type and page', async () => {
    expect(await errorOf({ status: 503 }, page)).toMatchObject({
      name: 'Watchmode.Unavailable',
      message: expect.stringMatching(/^GET \/list-titles of GB:203, page 3: /),
    });
    expect(
      await errorOf({ status: 503 }, (client) => client.listTitles({ ...QUERY, type: 'movie' })),
    ).toMatchObject({ message: expect.stringMatching(/^GET \/list-titles of GB:203:movie, page 3: /) });
  });

  it.each([
    [
      'a title without its ID',
      { ...PAGE, titles: [{ id: 5 }, { title: 'x' }] },
      '/titles/1',
      "property 'id'",
    ],
    ['an odd ID', { ...PAGE, titles: [{ id: '5' }] }, '/titles/0/id', 'must be integer'],
    ['bare IDs', { ...PAGE, titles: [5] }, '/titles/0', 'must be object'],
    ['no number of pages', { ...PAGE, total_pages: undefined }, '', "property 'total_pages'"],
    ['a negative total', { ...PAGE, total_results: -1 }, '/total_results', 'must be >= 0'],
  ])('are unexpected as a whole page with %s', async (_, body, pointer, problem) => {
    expect(await errorOf({ body }, page)).toMatchObject({
      name: 'Watchmode.UnexpectedResponse',
      violations: [{ pointer, problem: expect.stringContaining(problem) }],
    });
  });

  it('cost one credit a page, and need no paid plan', async () => {
    const headers = { 'X-Account-Quota': '1000', 'X-Account-Quota-Used': '1000' };
    expect(await errorOf({ status: 429, headers }, page)).toMatchObject({ name: 'Watchmode.QuotaExceeded' });

    server.reply = ({ path }) =>
      path === '/status' ? { body: { quota: 1_000, quotaUsed: 0 } } : { status: 401, body: {} };
    await expect(page(makeClient())).rejects.toMatchObject({ name: 'Watchmode.Unauthorized' });
  });
});
