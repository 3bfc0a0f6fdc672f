import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import fetch from 'node-fetch';
import { measureRequests } from '../../../../tasks/shared/adapters/watchmode.ts';
import { fixedApiKey, type ApiKeySource } from '../../../../tasks/shared/watchmode/api-key.ts';
import {
  createWatchmodeClient,
  type WatchmodeClient,
  type WatchmodeClientOptions,
} from '../../../../tasks/shared/watchmode/client.ts';
import { MAX_RESPONSE_BYTES } from '../../../../tasks/shared/watchmode/http.ts';
import { FakeClock, recordedTelemetry } from '../../support/ports.ts';
import { titleDetails } from '../../support/title.ts';
import { startWatchmodeServer, type Reply, type WatchmodeServer } from '../../support/watchmode-server.ts';

const API_KEY = 'sesame-0123456789';
const QUERY = { startDate: '20261123210000', endDate: '20261123220000', page: 1, limit: 250 };
const PAGE = { titles: [1, 2], page: 1, total_results: 2, total_pages: 1 };

let server: WatchmodeServer;
let lines: Record<string, unknown>[];
let drops: number;

beforeEach(async () => {
  drops = 0;
  server = await startWatchmodeServer(() => ({ body: PAGE }));
});
afterEach(() => server.close());

function makeClient(changes: Partial<WatchmodeClientOptions> = {}): WatchmodeClient {
  const clock = new FakeClock('2026-11-24T06:00:00Z');
  const recorded = recordedTelemetry(clock);
  lines = recorded.lines;
  const apiKey: ApiKeySource = { ...fixedApiKey(API_KEY), drop: () => (drops += 1) };
  return createWatchmodeClient({
    baseUrl: server.baseUrl,
    timeoutMs: 5_000,
    apiKey,
    fetch,
    observe: measureRequests({ clock, telemetry: recorded.telemetry }),
    ...changes,
  });
}

/** The error of a call against a server that answers everything alike. */
async function errorOf(
  reply: Reply,
  call: (client: WatchmodeClient) => Promise<unknown> = (client) => client.title(7, ['GB']),
): Promise<Record<string, unknown>> {
  server.reply = () => reply;
  return call(makeClient()).then(
    () => ({ name: 'no error' }),
    (error: unknown) => error as Record<string, unknown>,
  );
}

describe('a request', () => {
  it.each(['/', '//'])('goes to the same path when the address ends in %s', async (slashes) => {
    server.reply = () => ({ body: titleDetails(7) });

    await makeClient({ baseUrl: server.baseUrl + slashes }).title(7, ['GB']);

    expect(server.requests.map(({ path }) => path)).toEqual(['/title/7/details']);
  });

  it('asks for a title with its sources in the wanted regions', async () => {
    server.reply = () => ({ body: titleDetails(7) });

    const details = await makeClient().title(7, ['GB', 'IE']);

    expect(details).toEqual(titleDetails(7));
    expect(server.requests).toMatchObject([
      { path: '/title/7/details', query: { append_to_response: 'sources', regions: 'GB,IE' } },
    ]);
  });

  it('asks for a page of a feed, with types and regions only where they are given', async () => {
    const client = makeClient();

    await client.changes('titles_sources_changed', {
      ...QUERY,
      page: 3,
      types: ['movie', 'tv_series'],
      region: 'GB',
    });
    await client.changes('new_titles', QUERY);

    expect(server.requests.map(({ path, query }) => ({ path, query }))).toEqual([
      {
        path: '/changes/titles_sources_changed',
        query: {
          start_date: '20261123210000',
          end_date: '20261123220000',
          page: '3',
          limit: '250',
          types: 'movie,tv_series',
          regions: 'GB',
        },
      },
      {
        path: '/changes/new_titles',
        query: { start_date: '20261123210000', end_date: '20261123220000', page: '1', limit: '250' },
      },
    ]);
  });

  it('asks for the releases of some days, and for the status', async () => {
    server.reply = ({ path }) => ({
      body: path === '/status' ? { quota: 9, quotaUsed: 2 } : { releases: [{ id: 5 }] },
    });
    const client = makeClient();

    expect(await client.releases({ startDate: '20261101', endDate: '20261102', limit: 250 })).toEqual({
      releases: [{ id: 5 }],
    });
    expect(await client.status()).toEqual({ quota: 9, quotaUsed: 2 });
    expect(server.requests[0]).toMatchObject({
      path: '/releases',
      query: { start_date: '20261101', end_date: '20261102', limit: '250' },
    });
  });

  it('carries the key in its header and nowhere else', async () => {
    server.reply = () => ({ body: titleDetails(7) });

    await makeClient().title(7, ['GB']);

    const [request] = server.requests;
    expect(request?.headers['x-api-key']).toBe(API_KEY);
    const elsewhere = { ...request, headers: { ...request?.headers, 'x-api-key': undefined } };
    expect(JSON.stringify(elsewhere)).not.toContain(API_KEY);
  });

  it('is measured, with the credits that are left', async () => {
    server.reply = () => ({
      body: PAGE,
      headers: { 'X-Account-Quota': '1000', 'X-Account-Quota-Used': '998' },
    });

    await makeClient().changes('new_titles', QUERY);

    expect(lines).toMatchObject([{ RequestDuration: 0, CreditsLeft: 2, status: 200 }]);
    expect(lines[0]).not.toHaveProperty('RateLimitedResponses');
  });

  it('reads an answer that is compressed', async () => {
    server.reply = () => (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync(JSON.stringify(titleDetails(7))));
    };

    expect((await makeClient().title(7, ['GB'])).title).toBe('Café Société 東京 🎬');
  });

  it('remembers what Watchmode last said of requests a minute', async () => {
    const client = makeClient();
    expect(client.requestsPerMinute()).toBeNull();

    server.reply = () => ({ body: PAGE, headers: { 'X-RateLimit-Limit': '120' } });
    await client.changes('new_titles', QUERY);
    expect(client.requestsPerMinute()).toBe(120);

    server.reply = () => ({ body: PAGE });
    await client.changes('new_titles', QUERY);
    expect(client.requestsPerMinute()).toBe(120);
  });
});

describe('a refusal', () => {
  const quota = (used: number) => ({ 'X-Account-Quota': '1000', 'X-Account-Quota-Used': String(used) });
  const refused = (status: number, headers = {}): Reply => ({
    status,
    headers,
    body: { success: false, statusCode: status, statusMessage: 'You may not.' },
  });

  it.each<[string, Reply, Record<string, unknown>]>([
    ['401', refused(401), { name: 'Watchmode.Unauthorized', status: 401, statusMessage: 'You may not.' }],
    ['403', refused(403), { name: 'Watchmode.Unauthorized', status: 403 }],
    ['402', refused(402), { name: 'Watchmode.QuotaExceeded', credits: { needed: null, left: null } }],
    [
      '429 with the quota used up',
      refused(429, quota(1000)),
      { name: 'Watchmode.QuotaExceeded', credits: { needed: null, left: 0 } },
    ],
    ['429 beyond the quota', refused(429, quota(1001)), { name: 'Watchmode.QuotaExceeded' }],
    ['403 with the quota used up', refused(403, quota(1000)), { name: 'Watchmode.QuotaExceeded' }],
    [
      '429 within the quota',
      refused(429, { ...quota(998), 'Retry-After': '17', 'X-RateLimit-Limit': '60' }),
      { name: 'Watchmode.RateLimited', retryAfterSeconds: 17, requestsPerMinute: 60 },
    ],
    [
      '429 that says nothing else',
      refused(429),
      { name: 'Watchmode.RateLimited', retryAfterSeconds: null, requestsPerMinute: null },
    ],
    ['404', refused(404), { name: 'Watchmode.TitleNotFound', titleId: 7 }],
    ['400', refused(400), { name: 'Watchmode.UnexpectedResponse', violations: [] }],
    ['408', refused(408), { name: 'Watchmode.Unavailable', status: 408 }],
    ['500', refused(500), { name: 'Watchmode.Unavailable', status: 500 }],
    ['503', refused(503), { name: 'Watchmode.Unavailable', status: 503 }],
    [
      'a redirect',
      refused(302, { Location: 'https://elsewhere.example.com/' }),
      { name: 'Watchmode.Unavailable', status: 302 },
    ],
  ])('%s of a title is what its class says', async (_, reply, expected) => {
    expect(await errorOf(reply)).toMatchObject(expected);
  });

  it('404 of a listing is no title that is missing', async () => {
    const error = await errorOf(refused(404), (client) => client.changes('new_titles', QUERY));

    expect(error).toMatchObject({ name: 'Watchmode.UnexpectedResponse' });
  });

  it('quotes what Watchmode says, shortened', async () => {
    const error = await errorOf({ status: 500, body: `<html>\n  ${'x'.repeat(500)}</html>` });

    expect(error['message']).toBe(
      `GET /title/7/details: Watchmode answers 500: <html> ${'x'.repeat(110)}...`,
    );
  });

  it('never quotes the key', async () => {
    const echo = { statusMessage: `the key ${API_KEY} is not valid` };

    expect((await errorOf({ status: 401, body: echo }))['message']).toContain('the key (key) is not valid');
    expect((await errorOf({ status: 500, body: `${'x'.repeat(110)}${API_KEY}` }))['message']).not.toContain(
      'sesame',
    );
  });

  it('of the key makes the next attempt read it again, and no other refusal does', async () => {
    await errorOf(refused(401));
    expect(drops).toBe(1);

    await errorOf(refused(429));
    await errorOf(refused(500));
    await errorOf(refused(402));
    expect(drops).toBe(1);
  });

  it('429 is counted', async () => {
    await errorOf(refused(429));

    expect(lines).toMatchObject([{ RateLimitedResponses: 1, status: 429 }]);
  });

  it('is not tried again by the client', async () => {
    await errorOf(refused(503));

    expect(server.requests).toHaveLength(1);
  });
});

describe('no answer', () => {
  it('in time is unavailable, and names the time', async () => {
    server.reply = () => () => undefined;

    const title = makeClient({ timeoutMs: 30 }).title(7, ['GB']);

    await expect(title).rejects.toMatchObject({
      name: 'Watchmode.Unavailable',
      status: null,
      message: expect.stringContaining('no answer within 30 ms'),
    });
  });

  it('in time is unavailable when the answer stops halfway, too', async () => {
    server.reply = () => (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"id":7,');
    };

    const title = makeClient({ timeoutMs: 50 }).title(7, ['GB']);

    await expect(title).rejects.toMatchObject({
      name: 'Watchmode.Unavailable',
      message: expect.stringContaining('no answer within 50 ms'),
    });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['the connection is reset', (response) => response.socket?.resetAndDestroy()],
    ['the connection is closed', (response) => response.destroy()],
    [
      'the answer is cut off',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"id":7', () => response.destroy());
      },
    ],
  ])('is unavailable when %s', async (_, reply) => {
    expect(await errorOf(reply)).toMatchObject({
      name: 'Watchmode.Unavailable',
      status: null,
      cause: expect.any(Error),
    });
  });

  it('is unavailable when nobody listens, and names the system error', async () => {
    const unused = createServer().listen(0, '127.0.0.1');
    await once(unused, 'listening');
    const { port } = unused.address() as AddressInfo;
    unused.close();
    await once(unused, 'close');

    const title = makeClient({ baseUrl: `http://127.0.0.1:${port}/v1` }).title(7, ['GB']);

    await expect(title).rejects.toMatchObject({
      name: 'Watchmode.Unavailable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('an answer', () => {
  it('that is not valid JSON is unexpected, and is not quoted', async () => {
    const error = await errorOf({ body: '<html>secret</html>' });

    expect(error).toMatchObject({ name: 'Watchmode.UnexpectedResponse', violations: [] });
    expect(error['message']).toContain('the response is not valid JSON (19 characters)');
    expect(error['message']).not.toContain('secret');
  });

  it('that is larger than any should be is unexpected', async () => {
    const error = await errorOf({ body: `"${'x'.repeat(MAX_RESPONSE_BYTES)}"` });

    expect(error).toMatchObject({
      name: 'Watchmode.UnexpectedResponse',
      message: expect.stringContaining(`larger than ${MAX_RESPONSE_BYTES} bytes`),
    });
  });

  it('that breaks the schema is unexpected, and every place is named', async () => {
    const error = await errorOf({
      body: titleDetails(7, {
        title: null,
        year: '2024',
        sources: [{ source_id: 1, name: 'a', type: 'sub' }],
      } as never),
    });

    expect(error).toMatchObject({
      name: 'Watchmode.UnexpectedResponse',
      violations: [
        { pointer: '/title', problem: 'must be string' },
        { pointer: '/year', problem: 'must be integer,null' },
        { pointer: '/sources/0', problem: "must have required property 'region'" },
      ],
    });
    expect(error['message']).toContain('/year must be integer,null');
  });

  it.each([
    ['a listing without its total', { titles: [] }, '', 'total_results'],
    ['a listing of texts', { ...PAGE, titles: ['1'] }, '/titles/0', 'integer'],
    ['a listing of nothing', null, '', 'object'],
  ])('is unexpected when it is %s', async (_, body, pointer, problem) => {
    const error = await errorOf({ body }, (client) => client.changes('new_titles', QUERY));

    expect(error['violations']).toEqual(
      expect.arrayContaining([{ pointer, problem: expect.stringContaining(problem) }]),
    );
  });

  it.each(['2024-02-30', '2024', 'soon'])('loses the date %j, and says so', async (release_date) => {
    server.reply = () => ({ body: titleDetails(7, { release_date }) });
    const notes: unknown[] = [];

    const details = await makeClient({ noteOddParts: (...note) => notes.push(note) }).title(7, ['GB']);

    expect(details).toMatchObject({ id: 7, year: 2024 });
    expect(details).not.toHaveProperty('release_date');
    expect(notes).toEqual([
      ['GET /title/7/details', [{ pointer: '/release_date', problem: 'must match format "date"' }]],
    ]);
  });

  it('may have an empty date, and may leave out whatever is not the title itself', async () => {
    server.reply = () => ({ body: titleDetails(7, { release_date: '' }) });
    expect((await makeClient().title(7, ['GB'])).release_date).toBe('');

    server.reply = () => ({ body: { id: 7, title: 'Seven', type: 'movie' } });
    expect(await makeClient().title(7, ['GB'])).toEqual({ id: 7, title: 'Seven', type: 'movie' });
  });
});
