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
const details = (client: WatchmodeClient) => client.details(7);
const page = (client: WatchmodeClient) => client.changes('new_titles', QUERY);
const releases = (client: WatchmodeClient) =>
  client.releases({ startDate: '20261101', endDate: '20261101', limit: 250 });

describe('a key that is refused', () => {
  /** The error of a refused call with this response of `/status`. */
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
    ['402', 402, 2500, title, 'details'],
    ['401, with one credit left where two are needed,', 401, 2499, title, 'details'],
    ['402, with one credit left where two are needed,', 402, 2499, title, 'details'],
    ['401 for a page', 401, 2500, page, '/changes/new_titles'],
    ['403 for the releases', 403, 2500, releases, '/releases'],
  ])('%s does not mean a bad key when the credits are used up', async (_, refusal, used, call, path) => {
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
  ])('is bad for the releases when %s', async (_, status) => {
    expect(await errorWhile(status, 401, releases)).toMatchObject({
      name: 'Watchmode.Unauthorized',
      request: expect.stringContaining('GET /releases'),
    });
    expect(drops).toBe(1);
  });

  it.each([
    [401, title, 'GET /title/7/details'],
    [403, title, 'GET /title/7/details'],
    [402, title, 'GET /status'],
    [402, details, 'GET /status'],
  ])('(%i) is bad when /status refuses it, too', async (status, call, request) => {
    expect(await errorWhile({ status: 401 }, status, call)).toMatchObject({
      name: 'Watchmode.Unauthorized',
      request,
    });
    expect(drops).toBe(1);
  });

  it.each<[string, Reply, string]>([
    ['answers 503', { status: 503 }, 'Watchmode.Unavailable'],
    ['answers 429', { status: 429 }, 'Watchmode.RateLimited'],
    ['answers with a maintenance page', { body: '<html></html>' }, 'Watchmode.Unavailable'],
  ])('is not blamed while /status %s', async (_, status, name) => {
    expect(await errorWhile(status, 401, title)).toMatchObject({ name, request: 'GET /status' });
    expect(drops).toBe(0);
  });

  it('is not quoted from the response of /status', async () => {
    const error = await errorWhile({ status: 500, body: `no ${API_KEY}` }, 401, title);

    expect(error).toMatchObject({ message: 'GET /status: Watchmode answers 500: no (key)' });
  });

  it('is reported as used-up credits when they are used up', async () => {
    expect(await errorWhile(account(2500, 2500), 401, title)).toMatchObject({
      message: expect.stringContaining('credits are used up (401);'),
    });
  });

  it('needs no /status if the refusal itself shows that the credits are used up', async () => {
    const headers = { 'X-Account-Quota': '1000', 'X-Account-Quota-Used': '1000' };
    server.reply = () => ({ status: 401, headers });

    await expect(title(makeClient())).rejects.toMatchObject({ name: 'Watchmode.QuotaExceeded' });
    expect(server.requests).toHaveLength(1);
  });

  it('by /status causes no second request', async () => {
    server.reply = () => ({ status: 401 });

    await expect(makeClient().status()).rejects.toMatchObject({ name: 'Watchmode.Unauthorized' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a title that is refused', () => {
  const refusedWith = (status: number, headers: Record<string, string> = {}) => {
    const refusal = { status, headers, body: { statusMessage: `not with ${API_KEY}` } };
    server.reply = ({ path }) => (path === '/status' ? { body: { quota: 2500, quotaUsed: 2498 } } : refusal);
  };

  it.each([
    [401, title],
    [402, title],
    [403, title],
    [401, details],
  ])(
    'with %i is a matter of the title when /status takes the key and credits are left',
    async (status, call) => {
      refusedWith(status);

      await expect(call(makeClient())).rejects.toMatchObject({
        name: 'Watchmode.TitleRefused',
        request: 'GET /title/7/details',
        titleId: 7,
        status,
        statusMessage: 'not with (key)',
        message: `GET /title/7/details: Watchmode refuses title 7 (${status}: not with (key))`,
      });
      expect(server.requests.map(({ path }) => path)).toEqual(['/title/7/details', '/status']);
      expect(drops).toBe(0);
    },
  );

  it('with 402 although its own headers show credits concerns the title, too', async () => {
    refusedWith(402, { 'X-Account-Quota': '10', 'X-Account-Quota-Used': '8' });

    await expect(title(makeClient())).rejects.toMatchObject({ name: 'Watchmode.TitleRefused' });
  });

  it('with 402 and headers that show too few credits needs no /status', async () => {
    refusedWith(402, { 'X-Account-Quota': '10', 'X-Account-Quota-Used': '9' });

    await expect(title(makeClient())).rejects.toMatchObject({ name: 'Watchmode.QuotaExceeded' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a feed that is refused', () => {
  it('needs a paid plan when Watchmode accepts the key for /status', async () => {
    server.reply = ({ path }) => (path === '/status' ? { body: {} } : { status: 401 });

    const error = await page(makeClient()).catch((caught: unknown) => caught as Error);

    expect(error).toMatchObject({ name: 'Watchmode.PlanRequired', feed: 'new_titles', status: 401 });
    expect((error as Error).message).toContain('`tvguide start --feed releases`');
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
