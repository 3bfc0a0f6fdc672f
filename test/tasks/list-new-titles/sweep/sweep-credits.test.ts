import { describe, expect, it } from '@jest/globals';
import {
  arnOf,
  deferredTitle,
  IPLAYER,
  NETFLIX,
  REFERENCE,
  SOURCES,
  SweepingWorld,
  upTo,
} from './support/sweeping.ts';

describe('the names of services', () => {
  it.each<[string, typeof REFERENCE]>([
    ['absent', []],
    ['of an earlier day', REFERENCE.map((item) => ({ ...item, fetchedAt: '2026-11-23T23:59:59.000Z' }))],
    ['incomplete', [SOURCES]],
  ])('are bought first if they are %s', async (_, reference) => {
    const world = new SweepingWorld({ [NETFLIX]: [1] }, reference);
    const { titleIds, run } = await world.list();

    expect(titleIds).toEqual([]);
    expect(run).toMatchObject({
      needsReferenceData: true,
      window: null,
      advancesWatermark: false,
      creditsUsed: 0,
    });
    expect(run).not.toHaveProperty('sweep');
    expect(world.requests).toEqual([]);
  });

  it('of an earlier day do not decide that a name is wrong', async () => {
    const old = REFERENCE.map((item) => ({ ...item, fetchedAt: '2026-11-23T00:00:00.000Z' }));
    const world = new SweepingWorld({}, old);

    expect((await world.list({ services: ['A new service'] })).run.needsReferenceData).toBe(true);
  });

  it('belong to the credits of the execution that bought them', async () => {
    const own = REFERENCE.map((item) => ({ ...item, executionArn: arnOf('own'), credits: 1 }));
    const world = new SweepingWorld({ [NETFLIX]: [1] }, own);

    expect((await world.list({}, 'own')).run.creditsUsed).toBe(4);
    expect((await world.list({}, 'other')).run.creditsUsed).toBe(1);
  });
});

/** A section of 8 titles on two pages, of which one arrived at the third sweep. */
async function sweptThrice(): Promise<SweepingWorld> {
  const world = new SweepingWorld({ [NETFLIX]: upTo(7) }, REFERENCE, 5);
  await world.sweep('first');
  await world.sweep('second');
  world.catalogue[NETFLIX] = upTo(8);
  await world.sweep('third');
  world.requests.length = 0;
  return world;
}

describe('the credits of a sweep', () => {
  it('of new services are known with the first page of each, before the others are bought', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(12), [IPLAYER]: upTo(30) });
    const input = { services: [203, 157], maxCredits: 13 };

    await expect(world.list(input)).rejects.toThrow(
      'The run is estimated to need 14 credits (0 titles x 2 + 12 for pages + 2 that it has spent), and maxCredits is 13',
    );
    expect(world.requests.map(({ sourceId, page }) => [sourceId, page])).toEqual([
      [157, 1],
      [203, 1],
    ]);
    expect((await world.list({ ...input, maxCredits: 14 })).run).toMatchObject({ creditsUsed: 14 });
    expect(world.requests).toHaveLength(14);
  });

  it('are estimated before the first: the pages of the last sweep, and its arrivals', async () => {
    const world = await sweptThrice();
    const listing = world.list({ maxCredits: 3 }, 'fourth');

    await expect(listing).rejects.toMatchObject({ name: 'BudgetExceeded', needed: 4, maxCredits: 3 });
    expect(world.requests).toEqual([]);
    expect((await world.list({ maxCredits: 4 }, 'fifth')).run.creditsUsed).toBe(2);
  });

  it('are known better after the first page', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(30) });
    const listing = world.list({ maxCredits: 9 });

    await expect(listing).rejects.toMatchObject({ name: 'BudgetExceeded', needed: 10, maxCredits: 9 });
    expect(world.requests).toHaveLength(1);
  });

  it('are checked before the titles', async () => {
    const world = new SweepingWorld({ [NETFLIX]: [1, 2] });
    await world.sweep('first');
    world.catalogue[NETFLIX] = [1, 2, 3];
    const listing = world.list({ maxCredits: 2 }, 'second');

    await expect(listing).rejects.toMatchObject({ name: 'BudgetExceeded', needed: 3, maxCredits: 2 });
  });

  it('include those of titles that wait, and of names that are due', async () => {
    const world = new SweepingWorld({ [NETFLIX]: [1, 2] }, []);
    world.progress.set({ ...deferredTitle(9), arrivals: [NETFLIX] });

    await expect(world.list({ maxCredits: 5 })).rejects.toMatchObject({ name: 'BudgetExceeded', needed: 6 });
    expect((await world.list({ maxCredits: 6 })).run.needsReferenceData).toBe(true);
  });

  it('are limited by the setting of the deployment, and by what is left', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(30) });
    world.settings = { maxCredits: 9 };
    await expect(world.list()).rejects.toMatchObject({ name: 'BudgetExceeded' });
    world.settings = { creditReserve: 10 };
    world.status = { quota: 2_500, quotaUsed: 2_482 };

    await expect(world.list({}, 'other')).rejects.toMatchObject({
      name: 'Watchmode.QuotaExceeded',
      credits: { needed: 9, left: 17 },
    });
  });

  it('cover the titles of a baseline that is published', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(30) });

    await expect(world.list({ maxCredits: 60, publishBaseline: true })).rejects.toMatchObject({ needed: 70 });
    expect(world.requests).toHaveLength(1);
  });
});

describe('a plan of a sweep', () => {
  it('is answered from the last sweep, without a page, a claim or a write', async () => {
    const world = await sweptThrice();
    world.progress.calls.length = 0;
    const { titleIds, run } = await world.list({ plan: true }, 'fourth');

    expect(titleIds).toEqual([]);
    expect(run).toMatchObject({
      plan: { titles: 1, credits: 4, creditsLeft: 2_500 },
      dryRun: true,
      advancesWatermark: false,
      creditsUsed: 0,
      sweep: { pages: 0, titles: 8, baselines: 0 },
    });
    expect(world.requests).toEqual([]);
    expect(world.progress.calls.filter(({ operation }) => operation === 'put')).toEqual([]);
  });

  it('needs names, but not those of today', async () => {
    const old = REFERENCE.map((item) => ({ ...item, fetchedAt: '2026-11-20T00:00:00.000Z' }));

    expect((await new SweepingWorld({}, old).list({ plan: true })).run.plan).toMatchObject({ credits: 1 });
    expect((await new SweepingWorld({}, []).list({ plan: true })).run.needsReferenceData).toBe(true);
  });
});
