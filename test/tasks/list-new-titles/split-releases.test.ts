import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCreditBudget } from '../../../tasks/list-new-titles/credits.ts';
import { RELEASES_LIMIT, splitReleases } from '../../../tasks/list-new-titles/split-releases.ts';
import type { ReleasesQuery } from '../../../tasks/shared/watchmode/listings.ts';
import { fakeWatchmode } from '../support/fake-watchmode.ts';
import { FakeClock, recordedTelemetry } from '../support/ports.ts';

interface Release {
  readonly id: number;
  readonly day: string;
}

/** A span from noon of 1 November to noon of `lastDay`, with a change of the clocks in between. */
const spanTo = (lastDay: number) => ({
  start: Date.UTC(2026, 10, 1, 20),
  end: Date.UTC(2026, 10, lastDay, 20),
});
const day = (number: number) => `202611${String(number).padStart(2, '0')}`;

/** Watchmode's releases feed, which has no pages and a limit. */
function splitting(
  releases: readonly Release[],
  options: { lastDay?: number; maxTitles?: number; left?: number } = {},
) {
  const { lastDay = 8, maxTitles = Number.POSITIVE_INFINITY, left = 1_000_000 } = options;
  const watchmode = fakeWatchmode({
    releases: ({ startDate, endDate, limit }) =>
      releases
        .filter((release) => startDate <= release.day && release.day <= endDate)
        .slice(0, limit)
        .map(({ id }) => id),
  });
  const budget = createCreditBudget({ quota: left, quotaUsed: 0 }, 0);
  const { telemetry } = recordedTelemetry(new FakeClock(0));
  const titles = splitReleases(
    { span: spanTo(lastDay), maxTitles },
    { watchmode, budget, telemetry, pace: () => Promise.resolve() },
  );
  const ranges = () =>
    watchmode.calls
      .map(([, query]) => query as ReleasesQuery)
      .map(({ startDate, endDate }) => [startDate, endDate]);
  return { titles, ranges, watchmode, budget };
}

const many = (count: number, on: string, firstId = 1): Release[] =>
  Array.from({ length: count }, (_, index) => ({ id: firstId + index, day: on }));

describe('listing releases', () => {
  it('requests the Pacific days of the window once', async () => {
    const { titles, watchmode, budget } = splitting([
      ...many(2, day(1)),
      ...many(2, day(8), 3),
      ...many(1, day(9), 9),
    ]);

    expect(await titles).toEqual([1, 2, 3, 4]);
    expect(watchmode.calls).toEqual([['releases', { startDate: day(1), endDate: day(8), limit: 250 }]]);
    expect(budget.used()).toBe(1);
  });

  it('keeps each title once', async () => {
    const { titles } = splitting([...many(2, day(1)), ...many(2, day(2))]);

    expect(await titles).toEqual([1, 2]);
  });

  it('halves the days of a full answer, the earlier half first', async () => {
    const { titles, ranges } = splitting([...many(200, day(1)), ...many(200, day(7), 1_001)]);

    expect(await titles).toHaveLength(400);
    expect(ranges()).toEqual([
      [day(1), day(8)],
      [day(1), day(4)],
      [day(5), day(8)],
    ]);
  });

  it('accepts a full response if no more titles are wanted', async () => {
    const { titles, ranges } = splitting(many(300, day(1)), { lastDay: 1, maxTitles: 250 });

    expect(await titles).toHaveLength(250);
    expect(ranges()).toHaveLength(1);
  });

  it('stops when it has enough titles', async () => {
    const { titles, ranges } = splitting([...many(200, day(1)), ...many(200, day(7), 1_001)], {
      maxTitles: 10,
    });

    expect(await titles).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
    expect(ranges()).toEqual([[day(1), day(8)]]);
  });

  it('pays for no more days once it has enough titles', async () => {
    const days = [...many(200, day(1)), ...many(200, day(3), 1_001), ...many(200, day(7), 2_001)];
    const { titles, ranges } = splitting(days, { maxTitles: 400 });

    expect(await titles).toHaveLength(400);
    expect(ranges()).toEqual([
      [day(1), day(8)],
      [day(1), day(4)],
      [day(1), day(2)],
      [day(3), day(4)],
    ]);
  });

  it('refuses a single day that fills a response, with the reason', async () => {
    const { titles, ranges } = splitting(many(250, day(3)), { lastDay: 4 });

    await expect(titles).rejects.toMatchObject({
      name: 'TooManyTitles',
      reason: 'full-day',
      message: expect.stringMatching(/250 or more titles for 20261103 alone and no pages.*set maxTitles/),
    });
    expect(ranges()).toEqual([
      [day(1), day(4)],
      [day(1), day(2)],
      [day(3), day(4)],
      [day(3), day(3)],
    ]);
  });

  it('finds every title of days that are not full', async () => {
    const release = fc.record({
      id: fc.integer({ min: 1, max: 5_000 }),
      day: fc.integer({ min: 1, max: 30 }).map(day),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(release, { maxLength: 2_000, size: 'max' }), async (releases) => {
        const perDay = new Map<string, number>();
        releases.forEach((each) => perDay.set(each.day, (perDay.get(each.day) ?? 0) + 1));
        fc.pre([...perDay.values()].every((count) => count < RELEASES_LIMIT));

        const found = await splitting(releases, { lastDay: 30 }).titles;

        expect(new Set(found)).toEqual(new Set(releases.map(({ id }) => id)));
        expect(found).toHaveLength(new Set(found).size);
      }),
      { numRuns: 30 },
    );
  });

  it('pays for a request, and for the titles that it has found', async () => {
    const releases = [...many(200, day(1)), ...many(200, day(7), 1_001)];

    await expect(splitting(releases, { left: 0 }).titles).rejects.toMatchObject({
      name: 'Watchmode.QuotaExceeded',
      credits: { needed: 1, left: 0 },
    });
    const poor = splitting(releases, { left: 402 });
    await expect(poor.titles).rejects.toMatchObject({ credits: { needed: 401, left: 400 } });
    expect(poor.ranges()).toHaveLength(2);
  });
});
