import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fetch from 'node-fetch';
import { fixedApiKey } from '../../../../tasks/shared/watchmode/api-key.ts';
import { createWatchmodeClient, type WatchmodeClient } from '../../../../tasks/shared/watchmode/client.ts';
import { startWatchmodeServer, type Reply, type WatchmodeServer } from '../../support/watchmode-server.ts';

const API_KEY = 'sesame-0123456789';
const QUERY = { startDate: '20261123210000', endDate: '20261123220000', page: 1, limit: 250 };

let server: WatchmodeServer;
let drops: number;

beforeEach(async () => {
  drops = 0;
  server = await startWatchmodeServer(() => ({ status: 401 }));
});
afterEach(() => server.close());

const makeClient = () =>
  createWatchmodeClient({
    baseUrl: server.baseUrl,
    timeoutMs: 5_000,
    apiKey: { ...fixedApiKey(API_KEY), drop: () => (drops += 1) },
    fetch,
  });
const title = (client: WatchmodeClient) => client.title(7, ['GB']);
const page = (client: WatchmodeClient) => client.changes('new_titles', QUERY);
const releases = (client: WatchmodeClient) =>
  client.releases({ startDate: '20261101', endDate: '20261101', limit: 250 });

describe('a key that is refused', () => {
  /** The error of a call that is refused while `/status` answers so. */
  const errorWhile = (
    status: Reply,
    refusal: number,
    call: (client: WatchmodeClient) => Promise<unknown>,
  ) => {
    server.reply = ({ path }) => (path === '/status' ? status : { status: refusal });
    return call(makeClient()).catch((caught: unknown) => caught as Error);
  };
  const account = (quota: number | null, quotaUsed: number | null): Reply => ({ body: { quota, quotaUsed } });

  it.each([
    ['401', 401, 2500, title, 'details'],
    ['403', 403, 2500, title, 'details'],
    ['401, with one credit left where two are needed,', 401, 2499, title, 'details'],
    ['401 for a page', 401, 2500, page, '/changes/new_titles'],
    ['403 for the releases', 403, 2500, releases, '/releases'],
  ])('%s is no bad key when the credits are used up', async (_, refusal, used, call, path) => {
    const error = await errorWhile(account(2500, used), refusal, call);

    expect(error).toMatchObject({
      name: 'Watchmode.QuotaExceeded',
      request: expect.stringContaining(path),
      credits: { needed: null, left: 2500 - used },
    });
    expect(server.requests.map(({ headers }) => headers['x-api-key'])).toEqual([API_KEY, API_KEY]);
    expect(drops).toBe(0);
  });

  it.each([
    ['there are credits', account(2500, 2498)],
    ['there is no quota', account(null, null)],
    ['there is no quota that could be used', account(null, 2500)],
    ['nobody knows what was used', account(1, null)],
    ['/status refuses it, too', { status: 401 }],
  ])('is bad when %s', async (_, status) => {
    expect(await errorWhile(status, 401, title)).toMatchObject({
      name: 'Watchmode.Unauthorized',
      request: 'GET /title/7/details',
    });
    expect(drops).toBe(1);
  });

  it.each([
    [503, 'Watchmode.Unavailable'],
    [429, 'Watchmode.RateLimited'],
  ])('is not called bad while /status answers %i', async (status, name) => {
    expect(await errorWhile({ status }, 401, title)).toMatchObject({ name, request: 'GET /status' });
    expect(drops).toBe(0);
  });

  it('is not quoted by what /status answers', async () => {
    const error = await errorWhile({ status: 500, body: `no ${API_KEY}` }, 401, title);

    expect(error).toMatchObject({ message: 'GET /status: Watchmode answers 500: no (key)' });
  });

  it('says nothing else where the credits are used up', async () => {
    expect(await errorWhile(account(2500, 2500), 401, title)).toMatchObject({
      message: expect.stringContaining('credits are used up (401);'),
    });
  });

  it('needs no /status where the refusal itself says that the credits are used up', async () => {
    const headers = { 'X-Account-Quota': '1000', 'X-Account-Quota-Used': '1000' };
    server.reply = () => ({ status: 401, headers });

    await expect(title(makeClient())).rejects.toMatchObject({ name: 'Watchmode.QuotaExceeded' });
    expect(server.requests).toHaveLength(1);
  });

  it('by /status is asked for once', async () => {
    server.reply = () => ({ status: 401 });

    await expect(makeClient().status()).rejects.toMatchObject({ name: 'Watchmode.Unauthorized' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a feed that is refused', () => {
  it('needs a paid plan when Watchmode takes the key for /status', async () => {
    server.reply = ({ path }) => (path === '/status' ? { body: {} } : { status: 401 });

    const error = await page(makeClient()).catch((caught: unknown) => caught as Error);

    expect(error).toMatchObject({ name: 'Watchmode.PlanRequired', feed: 'new_titles', status: 401 });
    expect((error as Error).message).toContain('`npm run tvguide -- start --feed releases`');
    expect(server.requests.map(({ headers }) => headers['x-api-key'])).toEqual([API_KEY, API_KEY]);
    expect(drops).toBe(0);
  });

  it('is refused for the key when /status is refused too', async () => {
    await expect(page(makeClient())).rejects.toMatchObject({
      name: 'Watchmode.Unauthorized',
      request: expect.stringContaining('/changes/new_titles'),
    });
    expect(drops).toBe(1);
  });

  it('is refused for the key when it is one that every plan has', async () => {
    server.reply = ({ path }) => (path === '/status' ? { body: {} } : { status: 401 });

    await expect(releases(makeClient())).rejects.toMatchObject({ name: 'Watchmode.Unauthorized' });
  });
});
