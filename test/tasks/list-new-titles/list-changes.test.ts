import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createCreditBudget } from '../../../tasks/list-new-titles/credits.ts';
import { listChanges } from '../../../tasks/list-new-titles/list-changes.ts';
import type { ChangesFeed, ChangesQuery } from '../../../tasks/shared/watchmode/listings.ts';
import { fakeWatchmode, pageOf, upTo } from '../support/fake-watchmode.ts';
import { FakeClock, recordedTelemetry } from '../support/ports.ts';

const span = { start: Date.parse('2026-11-23T05:00:00Z'), end: Date.parse('2026-11-24T06:00:00Z') };
const from = (first: number, count: number) => upTo(count).map((id) => id + first - 1);

/** Lists a feed whose titles a test gives by region. */
function listing(
  titlesIn: Readonly<Record<string, readonly number[]>>,
  options: { feed?: ChangesFeed; maxTitles?: number; credits?: number } = {},
) {
  const { feed = 'titles_sources_changed', maxTitles = Infinity, credits = 1_000_000 } = options;
  const watchmode = fakeWatchmode({
    changes: (query) => pageOf(titlesIn[query.region ?? 'none'] ?? [], query),
  });
  const budget = createCreditBudget({ quota: credits, quotaUsed: 0 }, 0);
  const { telemetry, lines } = recordedTelemetry(new FakeClock(0));
  const regions = Object.keys(titlesIn);
  const titles = listChanges(
    { feed, span, types: undefined, regions, maxTitles },
    { watchmode, budget, telemetry, pace: () => Promise.resolve() },
  );
  const asked = () =>
    watchmode.calls.map(([, query]) => {
      const { region = 'none', page } = query as ChangesQuery;
      return `${region} ${page}`;
    });
  return { titles, asked, budget, lines };
}

describe('a feed that takes one region at a time', () => {
  it('is listed once a region, and a title that is in several counts once', async () => {
    const { titles, asked, budget, lines } = listing({ GB: from(1, 300), IE: from(200, 151) });

    expect(await titles).toEqual(upTo(350));
    expect(asked()).toEqual(['GB 1', 'GB 2', 'IE 1']);
    expect(budget.used()).toBe(3);
    expect(lines).toEqual([]);
  });

  it('is read to its end in every region, even if titles of a page are known', async () => {
    const { titles, asked } = listing({ GB: from(1, 500), IE: [...from(1, 500), 501] });

    expect(await titles).toEqual(upTo(501));
    expect(asked()).toEqual(['GB 1', 'GB 2', 'IE 1', 'IE 2', 'IE 3']);
  });

  it('ends as soon as there are enough merged titles', async () => {
    const { titles, asked } = listing(
      { GB: from(1, 200), IE: from(100, 1_000), US: [9] },
      { maxTitles: 300 },
    );

    expect(await titles).toEqual(upTo(300));
    expect(asked()).toEqual(['GB 1', 'IE 1']);
  });

  it('continues after known titles until there are enough', async () => {
    const { titles, asked } = listing({ GB: from(1, 500), IE: from(1, 1_000) }, { maxTitles: 501 });

    expect(await titles).toEqual(upTo(501));
    expect(asked()).toEqual(['GB 1', 'GB 2', 'IE 1', 'IE 2', 'IE 3']);
  });

  it('may exceed the limit of a run in all regions together if the merged titles do not', async () => {
    const { titles } = listing({ GB: from(1, 20_000), IE: from(5_001, 20_000) });

    expect(await titles).toHaveLength(25_000);
  });

  it('must not exceed the limit of a run with the merged titles', async () => {
    const { titles } = listing({ GB: from(1, 20_000), IE: from(5_002, 20_000) });

    await expect(titles).rejects.toMatchObject({ name: 'TooManyTitles', found: 25_001 });
  });

  it('misses and repeats nothing for any overlap of the regions', async () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 900 }), { maxLength: 600 });
    const cap = fc.option(fc.integer({ min: 1, max: 900 }), { nil: Infinity });
    await fc.assert(
      fc.asyncProperty(ids, ids, ids, cap, async (gb, ie, us, maxTitles) => {
        const { titles, budget, asked } = listing({ GB: gb, IE: ie, US: us }, { maxTitles });
        const all = [...new Set([...gb, ...ie, ...us])];

        expect(await titles).toEqual(all.slice(0, maxTitles));
        expect(budget.used()).toBe(asked().length);
        expect(new Set(asked()).size).toBe(asked().length);
      }),
    );
  });
});

describe('the credits of several regions', () => {
  it('must pay for a page of each before any is read', async () => {
    const { titles, asked } = listing({ GB: [1], IE: [2], US: [3] }, { credits: 2 });

    await expect(titles).rejects.toMatchObject({ credits: { needed: 3, left: 2 } });
    expect(asked()).toEqual([]);
  });

  it('must pay for the titles found before another region is read', async () => {
    const { titles, asked } = listing({ GB: from(1, 100), IE: from(50, 60) }, { credits: 201 });

    await expect(titles).rejects.toMatchObject({ name: 'Watchmode.QuotaExceeded' });
    expect(asked()).toEqual(['GB 1']);
  });

  it('pay for a title once', async () => {
    const { titles } = listing({ GB: from(1, 100), IE: from(1, 100) }, { credits: 202 });

    expect(await titles).toEqual(upTo(100));
  });
});

it('a feed that is not about regions is listed once', async () => {
  const { titles, asked } = listing({ none: [1, 2], GB: [3], IE: [4] }, { feed: 'new_titles' });

  expect(await titles).toEqual([1, 2]);
  expect(asked()).toEqual(['none 1']);
});
