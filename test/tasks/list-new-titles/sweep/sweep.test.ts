import { describe, expect, it } from '@jest/globals';
import {
  arnOf,
  deferredTitle,
  IPLAYER,
  NETFLIX,
  REFERENCE,
  SweepingWorld,
  upTo,
} from './support/sweeping.ts';

describe('the first sweep of a section', () => {
  it('says nothing, and buys each page once', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(7) });
    const listing = await world.list();

    expect(listing).toMatchObject({ titleIds: [], items: [] });
    expect(listing.run).toMatchObject({
      feed: 'catalogue',
      discovered: 0,
      advancesWatermark: true,
      keepsDeferred: true,
      isListed: true,
      creditsUsed: 3,
      listedAt: '2026-11-24T05:00:00.000Z',
      window: { start: '2026-11-24T05:00:00Z', end: '2026-11-24T05:00:00Z' },
      sweep: { sections: [NETFLIX], pages: 3, titles: 7, arrived: 0, left: 0, missing: 0, baselines: 1 },
    });
    expect(world.requests).toEqual(
      [1, 2, 3].map((page) => ({ region: 'GB', sourceId: 203, page, limit: 3 })),
    );
  });

  it('publishes all titles with publishBaseline, and says of none that it arrived', async () => {
    const world = new SweepingWorld({ [NETFLIX]: [3, 1], [IPLAYER]: [1, 2] });
    const { titleIds, items, run } = await world.list({ services: [203, 157], publishBaseline: true });

    expect(titleIds).toEqual([1, 2, 3]);
    expect(items).toEqual([1, 2, 3]);
    expect(run).toMatchObject({ discovered: 3, sweep: { arrived: 0, baselines: 2 } });
  });
});

describe('a later sweep', () => {
  it('holds back what most of a service has lost at once, and measures it', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(60) }, REFERENCE, 250);
    await world.sweep('first');
    world.catalogue[NETFLIX] = [];
    const second = await world.sweep('second');
    const measured = world.lines.at(-2);
    const third = await world.sweep('third');

    expect(second.run.sweep).toMatchObject({ left: 0, missing: 60, held: 60 });
    expect(measured).toMatchObject({ TitlesDiscovered: 0, TitlesHeld: 60 });
    expect(third.items).toEqual([]);
  });

  it.each([
    [true, [5]],
    [false, []],
  ])(
    'with publishBaseline %s, publishes what the first sweep may have lost between two pages: %j',
    async (publishBaseline, adopted) => {
      const world = new SweepingWorld({ [NETFLIX]: [1, 2, 3, 4] });
      await world.sweep('first', { publishBaseline });
      world.catalogue[NETFLIX] = [1, 2, 3, 5, 4];
      const { titleIds, items, run } = await world.sweep('second', { publishBaseline });

      expect({ titleIds, items }).toEqual({ titleIds: adopted, items: adopted });
      expect(run.sweep).toMatchObject({ arrived: 0, titles: 5 });
    },
  );

  it('says what arrived and what left, and a title of two services once', async () => {
    const world = new SweepingWorld({ [NETFLIX]: [1, 2, 3], [IPLAYER]: [5, 6] });
    const input = { services: ['netflix', 'bbc-iplayer'] };
    await world.sweep('first', input);
    world.catalogue[NETFLIX] = [1, 9, 3];
    world.catalogue[IPLAYER] = [5, 9, 6, 8];
    const second = await world.sweep('second', input);
    const third = await world.sweep('third', input);

    expect(second.items).toEqual([
      { titleId: 9, on: [IPLAYER, NETFLIX] },
      { titleId: 8, on: [IPLAYER] },
    ]);
    expect(second.titleIds).toEqual([9, 8]);
    expect(second.run).toMatchObject({
      window: { start: '2026-11-24T05:00:00Z', end: '2026-11-24T06:00:00Z' },
      sweep: { titles: 7, arrived: 3, left: 0, missing: 1, baselines: 0 },
    });
    expect(third).toMatchObject({ titleIds: [], items: [{ titleId: 2, from: NETFLIX }] });
    expect(third.run).toMatchObject({ discovered: 0, sweep: { arrived: 0, left: 1, missing: 0 } });
    expect((await world.sweep('fourth', input)).items).toEqual([]);
  });

  it('says nothing of a title that is present, absent and present', async () => {
    const world = new SweepingWorld({ [NETFLIX]: [1, 2, 3] });
    await world.sweep('first');
    world.catalogue[NETFLIX] = [1, 3];
    const absent = await world.sweep('second');
    world.catalogue[NETFLIX] = [1, 2, 3];
    const present = await world.sweep('third');

    expect([absent.items, present.items]).toEqual([[], []]);
    expect((await world.sweep('fourth')).run.sweep).toMatchObject({ missing: 0 });
  });

  it('compares with the last one that was saved', async () => {
    const world = new SweepingWorld({ [NETFLIX]: [1, 2, 3] });
    await world.sweep('first');
    world.catalogue[NETFLIX] = [1, 2, 4];
    await world.list({}, 'fails while it publishes');
    const listing = await world.list({}, 'next');

    expect(listing.items).toEqual([{ titleId: 4, on: [NETFLIX] }]);
    expect(listing.run.sweep).toMatchObject({ missing: 1, left: 0 });
  });

  it('has smaller pages while the ends of pages may hide something, and then large ones', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(23) }, REFERENCE, 10);
    const limits: number[] = [];
    for (const name of ['first', 'second', 'third']) {
      world.requests.length = 0;
      await world.sweep(name);
      limits.push(...new Set(world.requests.map(({ limit }) => limit)));
    }

    expect(limits).toEqual([10, 9, 10]);
  });

  it('begins again with a section that was swept a month ago', async () => {
    const world = new SweepingWorld({ [NETFLIX]: [1, 2] });
    await world.sweep('first');
    world.catalogue[NETFLIX] = [1, 3];
    await world.clock.sleep(30 * 86_400_000);
    world.progress.set(...REFERENCE.map((item) => ({ ...item, fetchedAt: '2026-12-24T00:00:00.000Z' })));
    const { items, run } = await world.list({}, 'second');

    expect(items).toEqual([]);
    expect(run.sweep).toMatchObject({ baselines: 1 });
    expect(world.lines).toContainEqual(
      expect.objectContaining({ level: 'WARN', section: NETFLIX, sweptAt: '2026-11-24T05:00:00.000Z' }),
    );
  });

  it('takes a title that moves between the types of a service for neither new nor gone', async () => {
    const [movies, series] = ['GB:203:movie', 'GB:203:tv_series'];
    const world = new SweepingWorld({ [movies]: [1, 2, 3], [series]: [7, 8] });
    const input = { types: ['movie' as const, 'tv_series' as const] };
    await world.sweep('first', input);
    world.catalogue[movies] = [1, 3];
    world.catalogue[series] = [2, 7, 8];
    const listings = [await world.sweep('second', input), await world.sweep('third', input)];

    expect(listings.map(({ items }) => items)).toEqual([[], []]);
  });
});

describe('a dry run of a sweep', () => {
  it('claims the feed and lists, but moves nothing', async () => {
    const world = new SweepingWorld({ [NETFLIX]: [1, 2] });
    await world.sweep('first');
    world.catalogue[NETFLIX] = [1, 2, 3];
    const { items, run } = await world.list({ dryRun: true }, 'dry');

    expect(items).toEqual([{ titleId: 3, on: [NETFLIX] }]);
    expect(run).toMatchObject({ dryRun: true, advancesWatermark: false, keepsDeferred: false });
    expect(world.progress.item('catalogue', 'claim')).toMatchObject({ executionArn: arnOf('dry') });
    expect(world.progress.item('catalogue', 'section#GB:203')).toMatchObject({
      executionArn: arnOf('first'),
    });
    expect((await world.list({}, 'next')).items).toEqual(items);
  });
});

describe('the claim of the feed', () => {
  it('makes a sweep wait for another, whatever the two list', async () => {
    const world = new SweepingWorld({ [NETFLIX]: [1], [IPLAYER]: [2] });
    await world.list({ services: ['BBC iPlayer'] }, 'other');
    world.atWork.add(arnOf('other'));
    world.requests.length = 0;

    expect((await world.list({ types: ['movie'] })).run.waitsFor).toBe('other');
    expect(world.requests).toEqual([]);
    expect((await world.list({ plan: true })).run.plan).toBeDefined();
    expect((await world.list({ titleIds: [7] })).titleIds).toEqual([7]);
  });
});

describe('titles that wait', () => {
  it('come first, with the services on which they arrived', async () => {
    const world = new SweepingWorld({ [NETFLIX]: [1, 2], [IPLAYER]: [5] });
    const input = { services: ['Netflix', 'BBC iPlayer'] };
    await world.sweep('first', input);
    world.catalogue[NETFLIX] = [1, 2, 3, 9];
    world.progress.set(deferredTitle(8), { ...deferredTitle(9), arrivals: [IPLAYER] });
    const { titleIds, items, run } = await world.list(input, 'second');

    expect(titleIds).toEqual([8, 9, 3]);
    expect(items).toEqual([8, { titleId: 9, on: [IPLAYER, NETFLIX] }, { titleId: 3, on: [NETFLIX] }]);
    expect(run.hasDeferred).toBe(true);
  });

  it('are no longer said to be new on a service that they have left', async () => {
    const world = new SweepingWorld({ [NETFLIX]: [1, 9] });
    await world.sweep('first');
    world.catalogue[NETFLIX] = [1];
    await world.sweep('second');
    world.progress.set({ ...deferredTitle(9), arrivals: [NETFLIX] });

    expect((await world.list({}, 'third')).items).toEqual([9, { titleId: 9, from: NETFLIX }]);
  });

  it('keep their services when an input names them', async () => {
    const world = new SweepingWorld();
    world.progress.set({ ...deferredTitle(9), arrivals: [IPLAYER] });
    const { titleIds, items, run } = await world.list({ titleIds: [9, 10] });

    expect(titleIds).toEqual([9, 10]);
    expect(items).toEqual([{ titleId: 9, on: [IPLAYER] }, 10]);
    expect(run).not.toHaveProperty('sweep');
  });

  it('are left by a sweep of other regions, which can add some', async () => {
    const world = new SweepingWorld({ 'US:203': [1] });
    world.progress.set(deferredTitle(9));

    const { titleIds, run } = await world.list({ regions: ['US'] });
    expect(titleIds).toEqual([]);
    expect(run).toMatchObject({ keepsDeferred: true, hasDeferred: true });
  });
});

describe('too many titles', () => {
  it('are refused with advice for a sweep', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(25_001) }, REFERENCE, 250);
    world.status = { quota: null, quotaUsed: 0 };

    await expect(world.list({ publishBaseline: true })).rejects.toMatchObject({
      name: 'TooManyTitles',
      message: expect.stringContaining('Sweep some of the services, each in an execution of its own'),
    });
  });
});
