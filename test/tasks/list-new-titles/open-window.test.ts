import { describe, expect, it } from '@jest/globals';
import type { ExecutionInput, ProgressItem } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import { memoryProgress } from '../support/memory-progress.ts';
import {
  claimOf,
  deferred,
  OTHER,
  OWN,
  run,
  runOf,
  SCHEDULED,
  STARTED_AT,
  watermarkOf,
  WINDOW,
  writesOf,
} from './support/listing-run.ts';

/** Inputs that do not cover the whole open window, for a deployment for GB and IE. */
const PARTIAL: [string, ExecutionInput][] = [
  ['a window', { window: WINDOW }],
  ['titles', { titleIds: [1] }],
  ['types', { types: ['movie'] }],
  ['fewer regions', { regions: ['GB'] }],
  ['other regions', { regions: ['GB', 'FR'] }],
  ['a number of titles', { maxTitles: 100 }],
  ['no publishing', { dryRun: true }],
  ['a plan', { plan: true }],
];

describe('a run over the open window', () => {
  it('lists the titles from the watermark less the overlap to the scheduled time', async () => {
    const { listing, watchmode, lines } = run(SCHEDULED);

    expect(await listing).toEqual({
      titleIds: [1, 2, 3],
      run: {
        feed: 'new_titles',
        window: { start: '2026-11-23T05:00:00Z', end: '2026-11-24T06:00:00Z' },
        regions: ['GB'],
        dryRun: false,
        discovered: 3,
        advancesWatermark: true,
        keepsDeferred: true,
        hasDeferred: false,
        isListed: true,
        creditsUsed: 1,
        batchResultBytes: 4_096,
        waitsFor: null,
        correctedWatermark: null,
      },
    });
    expect(watchmode.calls).toEqual([
      ['status', null],
      ['new_titles', { startDate: '20261122210000', endDate: '20261123220000', limit: 250, page: 1 }],
    ]);
    expect(lines).toMatchObject([
      { TitlesWaiting: 0, LongestWait: 0 },
      { message: 'listed the titles of a run', run: { discovered: 3 } },
      { TitlesDiscovered: 3 },
    ]);
  });

  it.each<[string, ExecutionInput]>([
    ['by the schedule', SCHEDULED],
    ['by hand with nothing', {}],
    ['with the regions of the deployment, in any order', { regions: ['IE', 'GB'] }],
    ['of another feed', { feed: 'titles_details_changed' }],
  ])('started %s claims the window of its feed and moves the watermark', async (_, input) => {
    const progress = memoryProgress();
    const options = { settings: { regions: ['GB', 'IE'] }, progress };
    const { feed, advancesWatermark } = await runOf(input, options);

    expect(advancesWatermark).toBe(true);
    expect(progress.items()).toEqual([{ ...claimOf(OWN), feed, claimedAt: STARTED_AT }]);
  });

  it.each(PARTIAL)('asked for %s neither claims the window nor moves the watermark', async (_, input) => {
    const progress = memoryProgress(watermarkOf('2026-11-23T06:00:00Z'), claimOf(OTHER));
    const options = { settings: { regions: ['GB', 'IE'] }, progress, atWork: [OTHER] };

    expect(await runOf(input, options)).toMatchObject({ advancesWatermark: false, waitsFor: null });
    expect(writesOf(progress)).toEqual([]);
  });

  it('creates the watermark, and moves it forwards only', async () => {
    const advances = async (...items: ProgressItem[]) =>
      (await runOf(SCHEDULED, { progress: memoryProgress(...items) })).advancesWatermark;

    expect(await advances()).toBe(true);
    expect(await advances(watermarkOf('2026-11-25T06:00:00Z', 'releases'))).toBe(true);
    expect(await advances(watermarkOf('2026-11-24T05:59:59Z'))).toBe(true);
    expect(await advances(watermarkOf('2026-11-24T06:00:00Z'))).toBe(false);
    expect(await advances(watermarkOf('2026-11-24T06:00:03Z'))).toBe(false);
  });

  it.each(['2026-11-24T06:00:00Z', '2026-11-24T06:00:03Z'])(
    'reads no page when the watermark is at %s already',
    async (watermark) => {
      const { listing, watchmode } = run(SCHEDULED, { progress: memoryProgress(watermarkOf(watermark)) });

      expect(await listing).toMatchObject({
        titleIds: [],
        run: {
          window: { start: '2026-11-24T06:00:00Z', end: '2026-11-24T06:00:00Z' },
          discovered: 0,
          creditsUsed: 0,
          advancesWatermark: false,
        },
      });
      expect(watchmode.calls).toEqual([['status', null]]);
    },
  );

  it("ends at Watchmode's time if the deployment's clocks are fast", async () => {
    const answers = { serverTime: Date.parse('2026-11-24T03:00:00Z') };

    expect((await runOf(SCHEDULED, { answers })).window?.end).toBe('2026-11-24T03:00:00Z');
    expect((await runOf(SCHEDULED, { answers: { serverTime: null } })).window?.end).toBe(
      '2026-11-24T06:00:00Z',
    );
  });

  it('that is redriven days later lists from the watermark of that day', async () => {
    const progress = memoryProgress(watermarkOf('2026-11-26T06:00:00Z'), claimOf(OWN));
    const { listing, watchmode } = run(SCHEDULED, { progress, now: '2026-11-27T09:00:00Z' });

    expect(await listing).toMatchObject({
      titleIds: [],
      run: { advancesWatermark: false, correctedWatermark: null, waitsFor: null },
    });
    expect(watchmode.calls).toEqual([['status', null]]);
  });

  it("corrects a watermark later than Watchmode's time, reports it and skips nothing", async () => {
    const progress = memoryProgress(watermarkOf('2026-11-27T06:00:00Z'));
    const { window, correctedWatermark, advancesWatermark } = await runOf(SCHEDULED, { progress });

    expect(correctedWatermark).toEqual({ from: '2026-11-27T06:00:00Z', to: '2026-11-22T05:00:00Z' });
    expect(window).toEqual({ start: '2026-11-22T04:00:00Z', end: '2026-11-24T06:00:00Z' });
    expect(advancesWatermark).toBe(true);
    expect(progress.item('new_titles', 'watermark')).toMatchObject({ watermark: '2026-11-22T05:00:00Z' });
  });

  it('that publishes nothing lists by the corrected watermark, and does not change the table', async () => {
    const ahead = watermarkOf('2026-11-27T06:00:00Z');
    const progress = memoryProgress(ahead);
    const { window, correctedWatermark } = await runOf({ dryRun: true }, { progress });

    expect(correctedWatermark).toEqual({ from: '2026-11-27T06:00:00Z', to: '2026-11-22T05:00:00Z' });
    expect(window?.start).toBe('2026-11-22T04:00:00Z');
    expect(progress.items()).toEqual([ahead]);
  });

  it.each(['readClaim', 'put', 'readWatermark', 'listDeferred'] as const)(
    'fails before a page is paid for when the table does not answer %s',
    async (operation) => {
      const progress = memoryProgress();
      progress.beforeCall = (call) => (call.operation === operation ? 'throttled' : undefined);
      const { listing, watchmode } = run(SCHEDULED, { progress });

      await expect(listing).rejects.toMatchObject({ name: 'Progress.Unavailable' });
      expect(watchmode.calls.map(([name]) => name)).not.toContain('new_titles');
    },
  );
});

describe('a run that finds another one working on the same window', () => {
  it('waits for it: it lists nothing, sends nothing to Watchmode and keeps the claim', async () => {
    const progress = memoryProgress(claimOf(OTHER), deferred(9, '2026-11-23T06:00:03Z'));
    const { listing, watchmode, lines } = run(SCHEDULED, { progress, atWork: [OTHER] });

    expect(await listing).toEqual({
      titleIds: [],
      run: {
        feed: 'new_titles',
        window: null,
        regions: ['GB'],
        dryRun: false,
        discovered: 0,
        advancesWatermark: false,
        keepsDeferred: true,
        hasDeferred: true,
        isListed: true,
        creditsUsed: 0,
        batchResultBytes: 4_096,
        waitsFor: 'other',
        correctedWatermark: null,
      },
    });
    expect(findViolations('Listing', await listing)).toEqual([]);
    expect(watchmode.calls).toEqual([]);
    expect(writesOf(progress)).toEqual([]);
    expect(lines).toMatchObject([{ level: 'INFO', feed: 'new_titles', holder: { executionArn: OTHER } }]);
  });

  it('lists when it is invoked again after the end of the other', async () => {
    const progress = memoryProgress(watermarkOf('2026-11-23T06:00:00Z'), claimOf(OTHER));

    expect(await runOf(SCHEDULED, { progress, atWork: [OTHER] })).toMatchObject({ waitsFor: 'other' });
    expect(await runOf(SCHEDULED, { progress })).toMatchObject({ waitsFor: null, discovered: 3 });
    expect(progress.item('new_titles', 'claim')).toMatchObject({ executionArn: OWN });
  });

  it('does not wait for one of another feed', async () => {
    const progress = memoryProgress({ ...claimOf(OTHER), feed: 'releases' });

    expect(await runOf(SCHEDULED, { progress, atWork: [OTHER] })).toMatchObject({ waitsFor: null });
  });

  it('does not wait for itself, when the answer to its first attempt was lost', async () => {
    const progress = memoryProgress(claimOf(OWN));

    expect(await runOf(SCHEDULED, { progress, atWork: [OWN] })).toMatchObject({ waitsFor: null });
  });
});
