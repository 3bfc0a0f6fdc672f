import { describe, expect, it } from '@jest/globals';
import { WatchmodeOnClock } from '../../bench/rate-limit-tasks.ts';
import { virtualClock } from '../../local/stepfunctions/testing.ts';

const REQUEST = {
  headers: {},
  signal: new AbortController().signal,
  redirect: 'manual',
  size: 1_000,
} as const;
const title = (id: number) => `https://watchmode.invalid/v1/title/${id}/details?regions=GB`;

describe('the Watchmode of the rate limit benchmark', () => {
  it('refuses and counts requests above its limit within a minute', async () => {
    const clock = virtualClock();
    const watchmode = new WatchmodeOnClock(clock, { titles: 10, requestsPerMinute: 3 });
    const ask = async () => (await watchmode.fetch(title(1), REQUEST)).status;
    const sleep = (milliseconds: number) => clock.sleep(milliseconds, REQUEST.signal);

    const first = await Promise.all([ask(), ask(), ask(), ask()]);
    // The answers took 400 ms.
    await sleep(59_599);
    const before = await ask();
    await sleep(60_000);
    const after = await ask();

    expect(first).toEqual([200, 200, 200, 429]);
    expect(before).toBe(429);
    expect(after).toBe(200);
    expect(watchmode.refused).toBe(2);
  });

  it('lists all its titles, page by page', async () => {
    const watchmode = new WatchmodeOnClock(virtualClock(), { titles: 251, requestsPerMinute: 3 });
    const page = async (number: number) => {
      const address = `https://watchmode.invalid/v1/changes/new_titles?page=${number}`;
      return JSON.parse(await (await watchmode.fetch(address, REQUEST)).text()) as { titles: number[] };
    };
    const pages = [await page(1), await page(2)];

    expect(pages.map(({ titles }) => titles.length)).toEqual([250, 1]);
    expect(pages[0]).toMatchObject({ page: 1, total_results: 251, total_pages: 2 });
    expect(new Set(pages.flatMap(({ titles }) => titles)).size).toBe(251);
  });
});
