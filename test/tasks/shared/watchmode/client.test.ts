import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { WatchmodeClient } from '../../../../tasks/shared/watchmode/client.ts';
import { MAX_RESPONSE_BYTES } from '../../../../tasks/shared/watchmode/http.ts';
import { titleDetails } from '../../support/title.ts';
import {
  API_KEY,
  errorOf,
  lines,
  makeClient,
  PAGE,
  QUERY,
  serveEachTest,
  server,
} from '../../support/watchmode-client.ts';

serveEachTest();

describe('a request', () => {
  it.each(['/', '//'])('goes to the same path when the address ends in %s', async (slashes) => {
    server.reply = () => ({ body: titleDetails(7) });

    await makeClient({ baseUrl: server.baseUrl + slashes }).title(7, ['GB']);

    expect(server.requests.map(({ path }) => path)).toEqual(['/title/7/details']);
  });

  it('requests a title with its sources in the wanted regions', async () => {
    server.reply = () => ({ body: titleDetails(7) });

    const notes: unknown[] = [];
    const details = await makeClient({ noteOddParts: (...note) => notes.push(note) }).title(7, ['GB', 'IE']);

    expect(notes).toEqual([]);
    expect(details).toEqual(titleDetails(7));
    expect(server.requests).toMatchObject([
      { path: '/title/7/details', query: { append_to_response: 'sources', regions: 'GB,IE' } },
    ]);
  });

  it('requests a page of a feed, with types and regions only if they are given', async () => {
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

  it('requests only the details of a title for one credit', async () => {
    server.reply = () => ({ body: titleDetails(7) });
    const client = makeClient();

    expect(await client.details(7)).toEqual(titleDetails(7));
    expect(server.requests).toMatchObject([{ path: '/title/7/details', query: {} }]);

    const headers = { 'X-Account-Quota': '1000', 'X-Account-Quota-Used': '999' };
    server.reply = () => ({ status: 429, headers });
    await expect(client.details(7)).rejects.toMatchObject({ name: 'Watchmode.RateLimited' });
    await expect(client.title(7, ['GB'])).rejects.toMatchObject({ name: 'Watchmode.QuotaExceeded' });
  });

  it('requests the releases of some days, and the status', async () => {
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

  it('sends the key only in its header', async () => {
    server.reply = () => ({ body: titleDetails(7) });

    await makeClient().title(7, ['GB']);

    const [request] = server.requests;
    expect(request?.headers).toMatchObject({ 'x-api-key': API_KEY, accept: 'application/json' });
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

  it('keeps the last requests a minute of Watchmode', async () => {
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

describe('the time of the server', () => {
  it('is that of the last response with any status, and unknown without a valid one', async () => {
    const client = makeClient();
    expect(client.serverTime()).toBeNull();

    server.reply = () => ({ body: PAGE, headers: { Date: 'Tue, 24 Nov 2026 06:00:03 GMT' } });
    await client.changes('new_titles', QUERY);
    expect(client.serverTime()).toBe(Date.UTC(2026, 10, 24, 6, 0, 3));

    server.reply = () => ({ status: 500, headers: { Date: 'Tue, 24 Nov 2026 06:00:04 GMT' } });
    await expect(client.status()).rejects.toThrow();
    expect(client.serverTime()).toBe(Date.UTC(2026, 10, 24, 6, 0, 4));

    server.reply = () => ({ body: PAGE, headers: { Date: 'yesterday' } });
    await client.changes('new_titles', QUERY);
    expect(client.serverTime()).toBeNull();
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

  it.each<[unknown, string]>([
    ['no', 'no answer (unknown error)'],
    [new TypeError('no'), 'no answer (TypeError)'],
    [Object.assign(new Error('no'), { type: 7, code: 8 }), 'no answer (Error)'],
    [Object.assign(new Error('no'), { type: 'system' }), 'no answer (system)'],
    [Object.assign(new Error('no'), { type: 'system', code: 'EPIPE' }), 'no answer (EPIPE)'],
  ])('is told by what is known of %s', async (cause, problem) => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- whatever it is
    const client = makeClient({ fetch: () => Promise.reject(cause) });

    await expect(client.status()).rejects.toMatchObject({
      name: 'Watchmode.Unavailable',
      message: `GET /status: ${problem}`,
      cause,
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
  it.each<[string, (client: WatchmodeClient) => Promise<unknown>]>([
    ['a title', (client) => client.title(7, ['GB'])],
    ['a page', (client) => client.changes('new_titles', QUERY)],
    ['the releases', (client) => client.releases({ startDate: '20261101', endDate: '20261101', limit: 9 })],
    ['/status', (client) => client.status()],
  ])('about %s that is a maintenance page with status 200 is unavailable', async (_, call) => {
    const error = await errorOf({ status: 203, body: '<html>secret</html>' }, call);

    expect(error).toMatchObject({
      name: 'Watchmode.Unavailable',
      status: 203,
      cause: expect.any(SyntaxError),
    });
    expect(error['message']).toContain('the response is not valid JSON (203, 19 characters)');
    expect(error['message']).not.toContain('secret');
  });

  it('that is larger than the limit is unexpected', async () => {
    const error = await errorOf({ body: `"${'x'.repeat(MAX_RESPONSE_BYTES)}"` });

    expect(error).toMatchObject({
      name: 'Watchmode.UnexpectedResponse',
      violations: [],
      cause: expect.objectContaining({ type: 'max-size' }),
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
