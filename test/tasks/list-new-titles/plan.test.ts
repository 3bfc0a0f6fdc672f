import { describe, expect, it } from '@jest/globals';
import { findViolations } from '../../../events/validate.ts';
import { memoryProgress } from '../support/memory-progress.ts';
import { deferred, run, watermarkOf, writesOf } from './support/listing-run.ts';

describe('a plan', () => {
  it('returns no titles, but their number and price, those that wait included', async () => {
    const progress = memoryProgress(watermarkOf('2026-11-23T06:00:00Z'), deferred(9, '2026-11-20T06:00:00Z'));
    const { listing, lines } = run(
      { plan: true },
      { progress, answers: { status: { quota: 100, quotaUsed: 40 } }, settings: { creditReserve: 10 } },
    );

    expect(await listing).toMatchObject({
      titleIds: [],
      run: {
        ...{ dryRun: true, discovered: 0, advancesWatermark: false, keepsDeferred: false, creditsUsed: 1 },
        plan: { titles: 4, credits: 8, creditsLeft: 49 },
      },
    });
    expect(findViolations('Listing', await listing)).toEqual([]);
    expect(writesOf(progress)).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ TitlesDiscovered: 0 });
  });

  it('says what a run would cost that the credits do not suffice for', async () => {
    const { listing } = run({ plan: true }, { answers: { status: { quota: 3, quotaUsed: 0 } } });

    expect((await listing).run.plan).toEqual({ titles: 3, credits: 6, creditsLeft: 2 });
  });

  it('needs the credits of its pages', async () => {
    const { listing } = run({ plan: true }, { answers: { status: { quota: 3, quotaUsed: 3 } } });

    await expect(listing).rejects.toMatchObject({ name: 'Watchmode.QuotaExceeded' });
  });

  it('prices the titles of its input without a request', async () => {
    const { listing, watchmode } = run({ plan: true, titleIds: [5, 7] });

    expect((await listing).run).toMatchObject({ creditsUsed: 0, plan: { titles: 2, credits: 4 } });
    expect(watchmode.calls).toEqual([['status', null]]);
  });
});
