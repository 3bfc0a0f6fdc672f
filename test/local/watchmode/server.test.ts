import { afterEach, describe, expect, it } from '@jest/globals';
import fetch from 'node-fetch';
import { parseFaults } from '../../../local/watchmode/fault-spec.ts';
import type { Watchmode } from '../../../local/watchmode/server.ts';
import { API_KEY, closeAll, get, settableClock, start } from './support/stand-in.ts';
import { settled } from '../../support/settled.ts';

afterEach(closeAll);

const NOON = Date.UTC(2026, 10, 24, 12);
const DETAILS = '/title/9000001/details/';

/** The fields of answers that tests look at. */
interface Body {
  readonly titles: number[];
  readonly total_results: number;
  readonly releases: { readonly id: number; readonly source_release_date: string }[];
}

async function json(watchmode: Watchmode, path: string): Promise<Body> {
  return (await (await get(watchmode, path)).json()) as Body;
}

describe('the key', () => {
  it.each([
    ['X-API-Key', (url: string) => fetch(`${url}/status/`, { headers: { 'X-API-Key': API_KEY } })],
    [
      'a bearer token',
      (url: string) => fetch(`${url}/status`, { headers: { Authorization: `Bearer ${API_KEY}` } }),
    ],
    ['the query', (url: string) => fetch(`${url}/status/?apiKey=${API_KEY}`)],
  ])('is taken from %s', async (_, ask) => {
    const { url } = await start();

    expect((await ask(url)).status).toBe(200);
  });

  it('must be valid, otherwise nothing is returned or counted', async () => {
    const watchmode = await start();
    const answers = await Promise.all([
      fetch(`${watchmode.url}${DETAILS}`),
      fetch(`${watchmode.url}/nowhere/`),
      fetch(`${watchmode.url}${DETAILS}?apiKey=wrong`),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(await answers[0].json()).toEqual({
      success: false,
      statusCode: 401,
      statusMessage: 'The API key is missing or invalid.',
    });
    expect(answers[0].headers.get('x-account-quota')).toBeNull();
    expect(watchmode.usage()).toEqual({ requests: 0, creditsUsed: 0 });
  });
});

describe('the change feeds', () => {
  it('hand out every title of a period once, page by page', async () => {
    const clock = settableClock(NOON);
    const watchmode = await start({ clock, titles: 601 });
    // From 11:00:00 to 11:59:59 UTC, which is 03:00:00 to 03:59:59 in Los Angeles.
    const window = 'start_date=20261124030000&end_date=20261124035959';
    const pages = await Promise.all(
      [1, 2, 3, 4].map((page) => json(watchmode, `/changes/new_titles/?${window}&page=${page}`)),
    );

    expect(pages.map(({ titles }) => titles.length)).toEqual([250, 250, 101, 0]);
    expect(new Set(pages.flatMap(({ titles }) => titles)).size).toBe(601);
    expect(pages[2]).toMatchObject({ page: 3, total_results: 601, total_pages: 3 });
    expect(watchmode.usage().creditsUsed).toBe(4);
  });

  it('list no future changes', async () => {
    const watchmode = await start({ clock: settableClock(NOON) });
    const { total_results: total } = await json(
      watchmode,
      '/changes/new_titles/?start_date=20261124040001&end_date=20261130',
    );

    expect(total).toBe(0);
  });

  it('list the last day by default', async () => {
    const watchmode = await start({ titles: 20, newEverySeconds: 7 * 86_400 });
    const { total_results: lastDay } = await json(watchmode, '/changes/new_titles/');
    const { total_results: lastWeek } = await json(watchmode, '/changes/new_titles/?start_date=20200101');

    expect(lastDay).toBeLessThan(20);
    expect(lastWeek).toBe(20);
  });

  it('can be limited to types', async () => {
    const watchmode = await start({ titles: 300 });
    const count = async (types: string) =>
      (await json(watchmode, `/changes/titles_details_changed/?types=${types}`)).total_results;

    expect(await count('movie')).toBe(100);
    expect(await count('tv_series')).toBe(200);
    expect(await count('movie,tv_series')).toBe(300);
    expect(await count('short_film')).toBe(0);
  });

  it('tell of changed sources in the United States unless other regions are named', async () => {
    // The default period ends now.
    const watchmode = await start({ clock: settableClock(NOON) });
    const feed = '/changes/titles_sources_changed/';
    const [unnamed, american, british] = await Promise.all([
      json(watchmode, feed),
      json(watchmode, `${feed}?regions=us`),
      json(watchmode, `${feed}?regions=GB`),
    ]);

    expect(unnamed).toEqual(american);
    expect(british.total_results).not.toBe(american.total_results);
  });

  it('need a paid plan', async () => {
    const watchmode = await start({ plan: 'free' });
    const answer = await get(watchmode, '/changes/new_titles/');

    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ statusMessage: expect.stringContaining('paid plans') });
    expect((await get(watchmode, '/releases/')).status).toBe(200);
    expect(watchmode.usage().creditsUsed).toBe(1);
  });
});

describe('the releases', () => {
  it('have no pages: an answer is cut at its limit, and smaller windows show the rest', async () => {
    const watchmode = await start({ titles: 369 });
    const ids = async (window: string) =>
      (await json(watchmode, `/releases/?limit=250&${window}`)).releases.map(({ id }) => id);
    const whole = await ids('start_date=20261201&end_date=20261230');
    const halves = [
      ...(await ids('start_date=20261201&end_date=20261215')),
      ...(await ids('start_date=20261216&end_date=20261230')),
    ];

    expect(whole).toHaveLength(250);
    expect(halves).toHaveLength(369);
    expect(new Set(halves).size).toBe(369);
    expect(halves.slice(0, 250)).toEqual(whole);
  });

  it('give a date in Los Angeles', async () => {
    const watchmode = await start();
    const { releases } = await json(watchmode, '/releases/?start_date=20260630&end_date=20260630');

    expect([...new Set(releases.map((one) => one.source_release_date))]).toEqual(['2026-06-30']);
  });
});

describe('wrong requests', () => {
  it.each([
    ['/changes/new_titles/?limit=251', 400, 'limit must be a whole number from 1 to 250'],
    ['/changes/new_titles/?limit=0', 400, 'limit must be'],
    ['/changes/new_titles/?page=0', 400, 'page must be'],
    ['/changes/new_titles/?start_date=2026-01-01', 400, 'start_date must be a date as YYYYMMDD'],
    ['/changes/new_titles/?end_date=20260230', 400, 'end_date must be'],
    ['/changes/new_titles/?types=film', 400, 'types must be of movie'],
    ['/changes/titles_sources_changed/?regions=GB,IE', 400, 'regions must be one two-letter country'],
    ['/changes/titles_sources_changed/?regions=GBR', 400, 'regions must be two-letter countries'],
    ['/releases/?limit=501', 400, 'limit must be a whole number from 1 to 500'],
    [`${DETAILS}?append_to_response=episodes`, 400, 'append_to_response must be of sources'],
    [`${DETAILS}?language=english`, 400, 'language must be'],
    ['/title/1/details/', 404, 'could not be found'],
    ['/title/tt9999999/details/', 404, 'could not be found'],
    ['/title/9000001/trailers/', 404, 'could not be found'],
    ['/nowhere/', 404, 'could not be found'],
  ])('%s is answered with %i and costs nothing', async (path, status, message) => {
    const watchmode = await start();
    const answer = await get(watchmode, path);

    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({
      success: false,
      statusCode: status,
      statusMessage: expect.stringContaining(message),
    });
    expect(watchmode.usage()).toEqual({ requests: 1, creditsUsed: 0 });
  });

  it('by other methods than GET are refused', async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/status/`, { method: 'POST', headers: { 'X-API-Key': API_KEY } });

    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET']);
  });
});

describe('credits', () => {
  it.each([
    ['/status/', 0],
    ['/changes/new_titles/', 1],
    ['/releases/', 1],
    [DETAILS, 1],
    [`${DETAILS}?append_to_response=sources`, 2],
    ['/title/9000001/sources/', 1],
    ['/title/tt0903747/details', 2],
    ['/title/movie-278/details?append_to_response=sources', 3],
  ])('%s costs %i', async (path, credits) => {
    const watchmode = await start();
    const answer = await get(watchmode, path);

    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-account-quota-used')).toBe(String(credits));
    expect(watchmode.usage().creditsUsed).toBe(credits);
  });

  it('are refused when they are used up, and the status shows it', async () => {
    const watchmode = await start({ quota: 3 });
    const path = `${DETAILS}?append_to_response=sources`;
    const statuses = [(await get(watchmode, path)).status, (await get(watchmode, path)).status];

    expect(statuses).toEqual([200, 402]);
    expect((await get(watchmode, DETAILS)).status).toBe(200);
    expect((await get(watchmode, DETAILS)).status).toBe(402);
    expect(await json(watchmode, '/status/')).toEqual({ quota: 3, quotaUsed: 3 });
  });
});

describe('the rate limit', () => {
  it('holds for each minute of the clock', async () => {
    const clock = settableClock(NOON + 15_500);
    const watchmode = await start({ clock, requestsPerMinute: 3 });
    const ask = async () => {
      const { status, headers } = await get(watchmode, DETAILS);
      return [status, headers.get('x-ratelimit-remaining'), headers.get('retry-after')];
    };

    expect(await ask()).toEqual([200, '2', null]);
    expect(await ask()).toEqual([200, '1', null]);
    expect(await ask()).toEqual([200, '0', null]);
    expect(await ask()).toEqual([429, '0', '45']);
    clock.set(NOON + 59_999);
    expect(await ask()).toEqual([429, '0', '1']);
    clock.set(NOON + 60_000);
    expect(await ask()).toEqual([200, '2', null]);
    expect(watchmode.usage().creditsUsed).toBe(4);
  });

  it('is told with every answer', async () => {
    const watchmode = await start({ requestsPerMinute: 120, quota: 2500 });
    const { headers } = await get(watchmode, '/nowhere/');

    expect(Object.fromEntries(headers)).toMatchObject({
      'x-ratelimit-limit': '120',
      'x-ratelimit-remaining': '119',
      'x-account-quota': '2500',
      'x-account-quota-used': '0',
    });
  });
});

describe('faults', () => {
  const SPEC = parseFaults('429:0.2,500:0.1,reset:0.1,malformed:0.1,missing:0.1');

  async function outcomeOf(watchmode: Watchmode, id: number): Promise<string> {
    try {
      const answer = await get(watchmode, `/title/${id}/details/`);
      const text = await answer.text();
      return `${answer.status} ${text}`;
    } catch (error) {
      return String((error as { code?: unknown }).code);
    }
  }

  it('repeat with the seed, however the requests interleave', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => 9_000_001 + index * 7);
    const [first, second] = [await start({ faults: SPEC, seed: 7 }), await start({ faults: SPEC, seed: 7 })];
    const atOnce = await Promise.all(ids.map((id) => outcomeOf(first, id)));
    const backwards = new Map<number, string>();
    for (const id of ids.toReversed()) backwards.set(id, await outcomeOf(second, id));

    expect(ids.map((id) => backwards.get(id))).toEqual(atOnce);
    const kinds = new Set(atOnce.map((outcome) => outcome.slice(0, 3)));
    expect(kinds).toEqual(new Set(['200', '404', '429', '500', 'ECO']));
  });

  it('cost only what was answered', async () => {
    const costs = await Promise.all(
      ['429:1', '500:1', 'reset:1', 'missing:1', 'malformed:1', 'slow:1'].map(async (spec) => {
        const watchmode = await start({ faults: parseFaults(spec), slowMs: 0 });
        await outcomeOf(watchmode, 9_000_001);
        return [spec, watchmode.usage().creditsUsed];
      }),
    );

    expect(Object.fromEntries(costs)).toEqual({
      '429:1': 0,
      '500:1': 0,
      'reset:1': 0,
      'missing:1': 0,
      'malformed:1': 1,
      'slow:1': 1,
    });
  });

  it('limit the rate within the quota and say when to come back', async () => {
    const watchmode = await start({ faults: parseFaults('429:1') });
    const { status, headers } = await get(watchmode, DETAILS);

    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(headers.get('x-account-quota-used'))).toBeLessThan(Number(headers.get('x-account-quota')));
  });

  it('break an answer in two ways, each time the same for a title', async () => {
    const watchmode = await start({ faults: parseFaults('malformed:1') });
    const broken = await Promise.all(
      [0, 1, 2, 3, 4, 5, 6, 7].map(async (index) => {
        const path = `/title/${9_000_001 + index * 7}/details/`;
        const texts = await Promise.all([1, 2].map(async () => (await get(watchmode, path)).text()));
        expect(texts[0]).toBe(texts[1]);
        return texts[0];
      }),
    );

    expect(broken.some((text) => /^\{"id":"\d+"\}$/.test(text!))).toBe(true);
    expect(broken.some((text) => /^\{"id":\d+,.*[^}]$/.test(text!))).toBe(true);
  });

  it('leave the status and the listings alone', async () => {
    const watchmode = await start({ faults: parseFaults('500:1') });
    const paths = ['/status/', '/changes/new_titles/', '/releases/'];
    const statuses = await Promise.all(paths.map(async (path) => (await get(watchmode, path)).status));

    expect(statuses).toEqual([200, 200, 200]);
  });

  it('delay an answer by the clock', async () => {
    const clock = settableClock(NOON);
    const watchmode = await start({ clock, faults: parseFaults('slow:1'), slowMs: 5000 });
    const answer = get(watchmode, DETAILS);
    await settled(() => clock.sleeping() > 0);
    clock.set(NOON + 5000);

    expect((await answer).status).toBe(200);
  });
});

describe('the end', () => {
  it('is immediate, even with slow responses and open connections', async () => {
    const clock = settableClock(NOON);
    const watchmode = await start({ clock, faults: parseFaults('slow:1') });
    const answer = get(watchmode, DETAILS).catch((error: unknown) => error);
    await settled(() => clock.sleeping() > 0);
    await watchmode.close();

    expect(await answer).toMatchObject({ name: 'FetchError' });
    expect(clock.sleeping()).toBe(0);
    await expect(get(watchmode, '/status/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('of a client that gives up ends the wait for it', async () => {
    const clock = settableClock(NOON);
    const watchmode = await start({ clock, faults: parseFaults('slow:1') });
    const givesUp = new AbortController();
    const answer = fetch(`${watchmode.url}${DETAILS}?apiKey=${API_KEY}`, { signal: givesUp.signal });
    await settled(() => clock.sleeping() > 0);
    givesUp.abort();

    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    await settled(() => clock.sleeping() === 0);
    expect(watchmode.usage().creditsUsed).toBe(0);
  });
});

describe('the port', () => {
  it('that is in use is named', async () => {
    const first = await start();
    const port = Number(new URL(first.url).port);

    await expect(start({ port })).rejects.toMatchObject({
      name: 'WatchmodeStartError',
      port,
      message: `the Watchmode stand-in cannot use port ${port}: it is in use`,
    });
  });

  it('can be chosen, and is on loopback only', async () => {
    const first = await start();
    const { port } = new URL(first.url);
    await first.close();
    const second = await start({ port: Number(port) });

    expect(second.url).toBe(`http://127.0.0.1:${port}/v1`);
  });
});
