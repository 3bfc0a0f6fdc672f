import { describe, expect, it } from '@jest/globals';
import type { WatchmodeClient } from '../../../../tasks/shared/watchmode/client.ts';
import { errorOf, makeClient, serveEachTest, server } from '../../support/watchmode-client.ts';

serveEachTest();

const NETFLIX = { id: 203, name: 'Netflix', type: 'sub', regions: ['GB', 'US'] };
const DRAMA = { id: 7, name: 'Drama' };
const BRITAIN = { country: 'GB', name: 'Great Britain', plan_enabled: true };

describe('a list of names', () => {
  it.each<[string, object, (client: WatchmodeClient) => Promise<unknown>]>([
    ['/sources', NETFLIX, (client) => client.sources()],
    ['/genres', DRAMA, (client) => client.genres()],
    ['/regions', BRITAIN, (client) => client.regions()],
  ])('is read from %s, without entries that break the schema', async (path, entry, call) => {
    const notes: unknown[] = [];
    server.reply = () => ({ body: [null, { ...entry, more: 1 }, { ...entry, name: 7 }, entry] });

    const list = await call(makeClient({ noteOddParts: (...note) => notes.push(note) }));

    expect(list).toEqual([{ ...entry, more: 1 }, entry]);
    expect(server.requests).toMatchObject([{ path, query: {} }]);
    expect(notes).toEqual([
      [
        `GET ${path}`,
        [
          { pointer: '/0', problem: 'must be object' },
          { pointer: '/2/name', problem: 'must be string' },
        ],
      ],
    ]);
  });

  it.each([
    ['a service', 'id', '203'],
    ['a service', 'id', 0],
    ['a service', 'name', ''],
    ['a service', 'type', null],
    ['a service', 'regions', 'GB,US'],
  ])('leaves out %s whose %s is %j', async (_, key, value) => {
    server.reply = () => ({
      body: [
        { ...NETFLIX, [key]: value },
        { ...NETFLIX, id: 26 },
      ],
    });

    expect(await makeClient().sources()).toEqual([{ ...NETFLIX, id: 26 }]);
  });

  it('keeps a service with an odd country, without that country', async () => {
    const notes: unknown[] = [];
    server.reply = () => ({ body: [{ ...NETFLIX, regions: ['GB', 44, 'United States', 'US'] }] });

    const client = makeClient({ noteOddParts: (_, parts) => notes.push(...parts) });

    expect(await client.sources()).toEqual([NETFLIX]);
    expect(notes).toMatchObject([{ pointer: '/0/regions/1' }, { pointer: '/0/regions/2' }]);
  });

  it('leaves out a country about which the plan is unknown', async () => {
    server.reply = () => ({ body: [{ country: 'FR', name: 'France' }, BRITAIN] });

    expect(await makeClient().regions()).toEqual([BRITAIN]);
  });

  it('is unexpected when it is no list, or is odd as a whole', async () => {
    const regions = (client: WatchmodeClient) => client.regions();

    expect(await errorOf({ body: { regions: [BRITAIN] } }, regions)).toMatchObject({
      name: 'Watchmode.UnexpectedResponse',
      message: 'GET /regions: the response breaks its schema: (root) must be array',
      violations: [{ pointer: '', problem: 'must be array' }],
    });
    expect(await errorOf({ body: Array.from({ length: 30_000 }, () => null) }, regions)).toMatchObject({
      name: 'Watchmode.UnexpectedResponse',
    });
  });

  it('costs one credit', async () => {
    const headers = { 'X-Account-Quota': '1000', 'X-Account-Quota-Used': '999' };
    const genres = (client: WatchmodeClient) => client.genres();

    expect(await errorOf({ status: 429, headers }, genres)).toMatchObject({ name: 'Watchmode.RateLimited' });
    expect(
      await errorOf({ status: 429, headers: { ...headers, 'X-Account-Quota-Used': '1000' } }, genres),
    ).toMatchObject({ name: 'Watchmode.QuotaExceeded' });
  });
});
