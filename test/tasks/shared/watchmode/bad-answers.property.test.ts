import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import fetch from 'node-fetch';
import { anyCharacter } from '../../../support/any-character.ts';
import { readRequest } from '../../../../tasks/list-new-titles/request.ts';
import { fixedApiKey } from '../../../../tasks/shared/watchmode/api-key.ts';
import { createWatchmodeClient, type WatchmodeClient } from '../../../../tasks/shared/watchmode/client.ts';
import { titleDetails } from '../../support/title.ts';
import { startWatchmodeServer, type WatchmodeServer } from '../../support/watchmode-server.ts';

const API_KEY = 'key-that-nothing-shows';

/** The maximum growth of memory after a thousand bad responses, in bytes. */
const MAX_GROWTH = 128 * 1024 * 1024;

let server: WatchmodeServer;
let client: WatchmodeClient;
beforeAll(async () => {
  server = await startWatchmodeServer(() => ({}));
  client = createWatchmodeClient({
    baseUrl: server.baseUrl,
    timeoutMs: 20_000,
    apiKey: fixedApiKey(API_KEY),
    fetch,
  });
});
afterAll(() => server.close());

const CALLS: Readonly<Record<string, () => Promise<unknown>>> = {
  status: () => client.status(),
  title: () => client.title(7, ['GB']),
  changes: () =>
    client.changes('new_titles', {
      startDate: '20261123000000',
      endDate: '20261124000000',
      page: 1,
      limit: 250,
    }),
  releases: () => client.releases({ startDate: '20261123', endDate: '20261124', limit: 250 }),
  listTitles: () => client.listTitles({ region: 'GB', sourceId: 203, page: 1, limit: 250 }),
  sources: () => client.sources(),
};

const WHOLE: readonly unknown[] = [
  titleDetails(7),
  { titles: [1, 2], page: 1, total_results: 2, total_pages: 1 },
  { releases: [{ id: 1 }] },
  { quota: 1, quotaUsed: 0 },
  { titles: [{ id: 1 }], page: 1, total_results: 1, total_pages: 1 },
  [{ id: 203, name: 'Netflix', type: 'sub', regions: ['GB', 'US'] }],
];
const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);
const PROTOTYPES =
  '{"__proto__":{"id":7},"constructor":{"prototype":{"title":"x"}},"id":7,"title":"x","type":"y"}';

/** Texts that are not a response, or nearly one. */
const badText = fc.oneof(
  fc
    .tuple(fc.constantFrom(...WHOLE), fc.double({ min: 0, max: 0.99, noNaN: true }))
    .map(([answer, share]) =>
      JSON.stringify(answer).slice(0, Math.floor(JSON.stringify(answer).length * share)),
    ),
  fc.json({ maxDepth: 4 }),
  fc
    .tuple(fc.constantFrom(...WHOLE), fc.jsonValue())
    .chain(([answer, odd]) =>
      fc
        .constantFrom(...Object.keys(answer as object))
        .map((key) => JSON.stringify({ ...(answer as object), [key]: odd })),
    ),
  fc.string({ unit: anyCharacter }),
  fc.constantFrom('', 'null', '[]', '<html></html>', PROTOTYPES, `{"titles":${nested(5_000, '[', ']')}}`),
);

const badReply = fc.oneof(
  { weight: 12, arbitrary: badText.map((body) => ({ body })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(badText, fc.constantFrom(201, 400, 401, 402, 403, 404, 410, 429, 451, 500, 503))
      .map(([body, status]) => ({ body, status })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(301, 302, 307, 308)
      .map((status) => ({ status, headers: { location: 'http://127.0.0.1:9/' }, body: '' })),
  },
  // Invalid UTF-8, and a Content-Length that is too large.
  {
    weight: 1,
    arbitrary: fc
      .uint8Array({ maxLength: 64 })
      .map((bytes) => (response: ServerResponse) => void response.end(Buffer.from(bytes))),
  },
  {
    weight: 1,
    arbitrary: badText.map((text) => (response: ServerResponse) => {
      response.writeHead(200, { 'content-length': Buffer.byteLength(text) + 10 });
      response.write(text, () => response.destroy());
    }),
  },
);

const ANSWER = { name: 'answer', message: '' };

/** The result of a call: `answer`, or the error's name. */
async function outcomeOf(call: () => Promise<unknown>): Promise<string> {
  const { name, message } = await call().then(
    () => ANSWER,
    (error: unknown) => error as Error,
  );
  expect(message).not.toContain(API_KEY);
  expect(message.length).toBeLessThan(8_000);
  return name;
}

const KNOWN =
  /^(answer|Watchmode\.(Unauthorized|PlanRequired|QuotaExceeded|RateLimited|Unavailable|TitleNotFound|TitleRefused|UnexpectedResponse))$/;

describe('a bad answer of Watchmode', () => {
  it('is a named error, and does not leak memory', async () => {
    const before = process.memoryUsage().rss;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(CALLS)), badReply, async (name, reply) => {
        server.reply = () => reply;

        expect(await outcomeOf(CALLS[name]!)).toMatch(KNOWN);
      }),
      { numRuns: 1_000 },
    );

    expect(process.memoryUsage().rss - before).toBeLessThan(MAX_GROWTH);
    expect(({} as Record<string, unknown>)['id']).toBeUndefined();
  });

  // A gzip file is a sequence of members. The sixteen members here are equal.
  const bomb = Buffer.concat(
    Array<Buffer>(16).fill(gzipSync(Buffer.alloc(16 * 1024 * 1024, '[1,'), { level: 1 })),
  );
  it.each([
    ['a gzip bomb of 256 MiB', { headers: { 'content-encoding': 'gzip' }, body: bomb }],
    ['a list of 800,000 nulls', { body: Buffer.from(`{"titles":[${'null,'.repeat(800_000)}1]}`) }],
    ['a million levels of nesting', { body: Buffer.from(nested(1_000_000, '[', ']')) }],
    [
      '400,000 levels that are cut off',
      { body: Buffer.from('{"titles":'.repeat(400_000)), name: 'Watchmode.Unavailable' },
    ],
  ])('may be %s, and needs little memory', async (_, { body, ...reply }) => {
    server.reply = () => (response: ServerResponse) => {
      // A client that has read enough closes the connection.
      response.on('error', () => undefined);
      response.writeHead(200, { ...('headers' in reply ? reply.headers : {}) });
      response.end(body);
    };
    const before = process.memoryUsage().rss;

    const name = 'name' in reply ? reply.name : 'Watchmode.UnexpectedResponse';
    expect(await outcomeOf(CALLS['changes']!)).toBe(name);
    expect(process.memoryUsage().rss - before).toBeLessThan(MAX_GROWTH);
  });
});

function errorOf(call: () => unknown): { readonly name: string; readonly message: string } {
  try {
    call();
    return { name: 'answer', message: '' };
  } catch (error) {
    return error as Error;
  }
}

describe('a bad execution input', () => {
  it('is always InvalidInput', () => {
    const keys = [
      'source',
      'scheduledTime',
      'feed',
      'window',
      'titleIds',
      'types',
      'regions',
      'maxTitles',
      'dryRun',
      'time',
      '__proto__',
    ];
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom('aws.events', '2026-11-24T23:59:60Z', 'UK', 1e309, nested(100, '[', ']')),
      fc.record({ start: fc.string(), end: fc.string() }),
    );
    const input = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.dictionary(fc.constantFrom(...keys), odd));
    fc.assert(
      fc.property(input, (executionInput) => {
        const event = { executionInput, watermark: null, startedAt: '2026-11-24T06:00:00Z' };
        const { name, message } = errorOf(() => readRequest(event, 'new_titles'));

        expect(message.length).toBeLessThan(8_000);
        expect(name).toMatch(/^(answer|InvalidInput)$/);
      }),
      { numRuns: 1_000 },
    );
  });
});
