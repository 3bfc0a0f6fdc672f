import { describe, expect, it } from '@jest/globals';
import type { ExecutionInput, ProgressItem } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import { upTo } from '../support/fake-watchmode.ts';
import { memoryProgress } from '../support/memory-progress.ts';
import { deferred, run, runOf, SCHEDULED, watermarkOf, WINDOW } from './support/listing-run.ts';

describe('titles that wait', () => {
  const waiting = (...items: ProgressItem[]) =>
    memoryProgress(
      watermarkOf('2026-11-23T06:00:00Z'),
      deferred(2, '2026-11-23T06:00:03Z'),
      deferred(9, '2026-11-22T06:00:03Z'),
      ...items,
    );

  it('are fetched by a run over the open window, each once, although the listing has them, too', async () => {
    const { listing, lines } = run(SCHEDULED, { progress: waiting() });

    expect(await listing).toMatchObject({
      titleIds: [9, 2, 1, 3],
      run: { discovered: 4, keepsDeferred: true, hasDeferred: true, isListed: true },
    });
    expect(findViolations('Listing', await listing)).toEqual([]);
    expect(lines).toContainEqual(expect.objectContaining({ TitlesWaiting: 2, LongestWait: 48 }));
  });

  it('are those of the feed that still wait', async () => {
    const progress = waiting(
      { ...deferred(20, '2026-11-20T06:00:00Z'), feed: 'releases' },
      deferred(21, '2026-11-20T06:00:00Z', { status: 'rejected' }),
      deferred(22, '2026-11-20T06:00:00Z', { status: 'unknown' }),
    );

    expect((await run(SCHEDULED, { progress }).listing).titleIds).toEqual([9, 2, 1, 3]);
  });

  it('are the oldest 500, and all are counted', async () => {
    const many = upTo(600).map((id) =>
      deferred(1_000 + id, new Date(Date.parse('2026-11-20T06:00:00Z') - id * 1_000).toISOString()),
    );
    const { listing, lines } = run(SCHEDULED, { progress: memoryProgress(...many) });

    const { titleIds } = await listing;
    expect(titleIds.slice(0, 500)).toEqual(
      upTo(600)
        .slice(100)
        .reverse()
        .map((id) => 1_000 + id),
    );
    expect(titleIds.slice(500)).toEqual([1, 2, 3]);
    expect(lines).toContainEqual(expect.objectContaining({ TitlesWaiting: 600 }));
  });

  it('are fetched when the window itself is empty, for no page', async () => {
    const progress = memoryProgress(watermarkOf('2026-11-24T06:00:00Z'), deferred(9, '2026-11-22T06:00:03Z'));
    const { listing, watchmode } = run(SCHEDULED, { progress });

    expect(await listing).toMatchObject({ titleIds: [9], run: { creditsUsed: 0 } });
    expect(watchmode.calls).toEqual([['status', null]]);
  });

  it('come first when a run takes only some titles, and no page is paid for when they are enough', async () => {
    const some = async (maxTitles: number, quota: number) =>
      run({ maxTitles }, { progress: waiting(), answers: { status: { quota, quotaUsed: 0 } } }).listing;

    expect(await some(1, 2)).toMatchObject({ titleIds: [9], run: { creditsUsed: 0 } });
    expect(await some(2, 4)).toMatchObject({ titleIds: [9, 2], run: { creditsUsed: 0 } });
    expect(await some(3, 7)).toMatchObject({ titleIds: [9, 2, 1], run: { creditsUsed: 1 } });
  });

  it('have to be paid, too, before the first page is', async () => {
    const status = { quota: 100, quotaUsed: 96 };
    const { listing, watchmode } = run(SCHEDULED, { progress: waiting(), answers: { status } });

    await expect(listing).rejects.toMatchObject({
      name: 'Watchmode.QuotaExceeded',
      credits: { needed: 5, left: 4 },
    });
    expect(watchmode.calls).toEqual([['status', null]]);
  });

  it('are fetched in a dry run, too, which counts no wait', async () => {
    const { listing, lines } = run({ dryRun: true }, { progress: waiting() });

    expect(await listing).toMatchObject({ titleIds: [9, 2, 1, 3], run: { keepsDeferred: false } });
    expect(JSON.stringify(lines)).not.toContain('TitlesWaiting');
  });

  it.each<[string, ExecutionInput]>([
    ['types, which nobody knows of them', { types: ['movie'] }],
    ['other regions', { regions: ['IE'] }],
    ['a window', { window: WINDOW }],
  ])('are not added to a run that was asked for %s', async (_, input) => {
    expect((await run(input, { progress: waiting() }).listing).titleIds).toEqual([1, 2, 3]);
  });

  it('are not added to a run that is told its titles', async () => {
    expect(await run({ titleIds: [9, 4] }, { progress: waiting() }).listing).toMatchObject({
      titleIds: [9, 4],
      run: { advancesWatermark: false, keepsDeferred: true, isListed: false },
    });
  });

  it.each<[string, ExecutionInput, boolean]>([
    ['over the open window', {}, true],
    ['with a window', { window: WINDOW }, true],
    ['with types', { types: ['movie'] }, true],
    ['that takes some titles', { maxTitles: 5 }, true],
    ['that publishes nothing', { dryRun: true }, false],
    ['for other regions', { regions: ['IE'] }, false],
  ])('are followed in the table by a run %s: %j, %s', async (_, input, keepsDeferred) => {
    expect((await runOf(input, { progress: waiting() })).keepsDeferred).toBe(keepsDeferred);
  });
});
