import { describe, expect, it } from '@jest/globals';
import type { Reply } from '../../support/watchmode-server.ts';
import {
  API_KEY,
  drops,
  errorOf,
  lines,
  makeClient,
  QUERY,
  serveEachTest,
  server,
} from '../../support/watchmode-client.ts';

serveEachTest();

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
    [
      '402 that /status answers as well',
      refused(402),
      { name: 'Watchmode.QuotaExceeded', request: 'GET /status', credits: { needed: null, left: null } },
    ],
    ['402 with the quota used up', refused(402, quota(999)), { name: 'Watchmode.QuotaExceeded' }],
    ['410', refused(410), { name: 'Watchmode.TitleRefused', titleId: 7, status: 410 }],
    [
      '451',
      refused(451),
      { name: 'Watchmode.TitleRefused', titleId: 7, status: 451, statusMessage: 'You may not.' },
    ],
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
    [
      '429 that says half of the quota only',
      refused(429, { 'X-Account-Quota': '1' }),
      { name: 'Watchmode.RateLimited' },
    ],
    [
      '429 that says the other half only',
      refused(429, { 'X-Account-Quota-Used': '998' }),
      { name: 'Watchmode.RateLimited' },
    ],
    [
      '429 that gives no numbers',
      refused(429, { 'Retry-After': '17 s', 'X-RateLimit-Limit': 'about 60' }),
      { name: 'Watchmode.RateLimited', retryAfterSeconds: null, requestsPerMinute: null },
    ],
    [
      '429 that allows no request at all',
      refused(429, { 'X-RateLimit-Limit': '0' }),
      { name: 'Watchmode.RateLimited', requestsPerMinute: null },
    ],
    ['500 with the quota used up', refused(500, quota(1000)), { name: 'Watchmode.Unavailable' }],
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
  ])('%s of a title has the right error', async (_, reply, expected) => {
    expect(await errorOf(reply)).toMatchObject(expected);
  });

  it.each([
    [404, 'Watchmode.UnexpectedResponse'],
    [410, 'Watchmode.UnexpectedResponse'],
    [451, 'Watchmode.UnexpectedResponse'],
    [402, 'Watchmode.QuotaExceeded'],
  ])('%i of a listing concerns no title', async (status, name) => {
    const error = await errorOf(refused(status), (client) => client.changes('new_titles', QUERY));

    expect(error).toMatchObject({ name });
    expect(server.requests).toHaveLength(1);
  });

  it.each([404, 410, 451])('%i of a title needs no /status', async (status) => {
    await errorOf(refused(status));

    expect(server.requests).toHaveLength(1);
  });

  it("quotes Watchmode's message, shortened", async () => {
    const error = await errorOf({ status: 500, body: `<html>\n  ${'x'.repeat(500)}</html>` });

    expect(error['message']).toBe(
      `GET /title/7/details: Watchmode answers 500: <html> ${'x'.repeat(110)}...`,
    );
  });

  it.each([
    ['', 'Watchmode answers 500'],
    ['\n busy \n', 'Watchmode answers 500: busy'],
    [{ statusMessage: 5 }, 'Watchmode answers 500: {"statusMessage":5}'],
    ['x'.repeat(120), `Watchmode answers 500: ${'x'.repeat(120)}`],
    ['x'.repeat(121), `Watchmode answers 500: ${'x'.repeat(117)}...`],
  ])('quotes %j as it should', async (body, words) => {
    expect((await errorOf({ status: 500, body }))['message']).toBe(`GET /title/7/details: ${words}`);
  });

  it.each([
    ['', 'refuses the API key (401); check'],
    ['No.', 'refuses the API key (401: No.); check'],
  ])('of the key quotes %j as it should', async (body, words) => {
    expect((await errorOf({ status: 401, body }))['message']).toContain(words);
  });

  it.each([199, 300])('is any status but one of 200 to 299: %i', async (status) => {
    const response = { status, headers: { get: () => null }, text: () => Promise.resolve('{}') };
    const client = makeClient({ fetch: () => Promise.resolve(response) });

    await expect(client.status()).rejects.toMatchObject({ name: 'Watchmode.Unavailable', status });
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

  it('is not retried by the client', async () => {
    await errorOf(refused(503));

    expect(server.requests).toHaveLength(1);
  });
});
