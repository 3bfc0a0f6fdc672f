import { describe, expect, it } from '@jest/globals';
import type { ExecutionInput, Listing, OtherRun } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import {
  createListNewTitles,
  type ListNewTitlesSettings,
} from '../../../tasks/list-new-titles/list-new-titles.ts';
import type { ChangesQuery } from '../../../tasks/shared/watchmode/client.ts';
import { fakeWatchmode, pageOf, upTo, type FakeAnswers } from '../support/fake-watchmode.ts';
import { deepFreeze, FakeClock, invocation, recordedTelemetry } from '../support/ports.ts';

const STARTED_AT = '2026-11-24T06:00:03.250Z';
const SETTINGS: ListNewTitlesSettings = {
  feed: 'new_titles',
  regions: ['GB'],
  overlapMinutes: 60,
  firstWindowHours: 24,
  creditReserve: 0,
  requestsPerMinute: null,
};

/** The text of the feed's parameter. */
const stored = (watermark: string | null, ...deferred: string[]) => JSON.stringify({ watermark, deferred });

function run(
  executionInput: ExecutionInput,
  options: {
    answers?: FakeAnswers;
    settings?: Partial<ListNewTitlesSettings>;
    watermark?: string | null;
    now?: string;
    otherRuns?: OtherRun[];
  } = {},
) {
  const { answers = {}, settings = {}, now = STARTED_AT, otherRuns = [] } = options;
  const { watermark = stored('2026-11-23T06:00:00Z') } = options;
  const clock = new FakeClock(now);
  const { telemetry, lines } = recordedTelemetry(clock);
  const watchmode = fakeWatchmode({ changes: (query) => pageOf(upTo(3), query), ...answers });
  const task = createListNewTitles({ watchmode, clock, telemetry, settings: { ...SETTINGS, ...settings } });
  const event = { executionInput, executionArn: 'arn:b', startedAt: STARTED_AT, watermark, otherRuns };
  const listing = task(deepFreeze(event), invocation());
  return { listing, watchmode, clock, lines };
}

const SCHEDULED: ExecutionInput = { source: 'schedule', scheduledTime: '2026-11-24T06:00:00Z' };
const WINDOW = { start: '2026-11-01T00:00:00Z', end: '2026-11-08T00:00:00Z' };

async function runOf(...args: Parameters<typeof run>): Promise<Listing['run']> {
  const listing = await run(...args).listing;
  expect(findViolations('Listing', listing)).toEqual([]);
  return listing.run;
}

describe('a run over the open window', () => {
  it('lists the titles from the watermark less the overlap to the scheduled time', async () => {
    const { listing, watchmode, lines } = run(SCHEDULED);

    expect(await listing).toEqual({
      titleIds: [1, 2, 3],
      waiting: [],
      run: {
        feed: 'new_titles',
        window: { start: '2026-11-23T05:00:00Z', end: '2026-11-24T06:00:00Z' },
        regions: ['GB'],
        dryRun: false,
        discovered: 3,
        advancesWatermark: true,
        keepsDeferred: true,
        creditsUsed: 1,
        batchResultBytes: 4_096,
        skippedBecause: null,
      },
    });
    expect(watchmode.calls).toEqual([
      ['status', null],
      ['new_titles', { startDate: '20261122210000', endDate: '20261123220000', limit: 250, page: 1 }],
    ]);
    expect(lines).toMatchObject([
      { message: 'listed the titles of a run', run: { discovered: 3 } },
      { TitlesDiscovered: 3, TitlesWaiting: 0, LongestWait: 0 },
    ]);
  });

  it.each<[string, ExecutionInput]>([
    ['by the schedule', SCHEDULED],
    ['by hand with nothing', {}],
    ['with the regions of the deployment, in any order', { regions: ['IE', 'GB'] }],
    ['of another feed', { feed: 'titles_details_changed' }],
  ])('started %s moves the watermark', async (_, input) => {
    expect((await runOf(input, { settings: { regions: ['GB', 'IE'] } })).advancesWatermark).toBe(true);
  });

  it.each<[string, ExecutionInput]>([
    ['a window', { window: WINDOW }],
    ['titles', { titleIds: [1] }],
    ['types', { types: ['movie'] }],
    ['fewer regions', { regions: ['GB'] }],
    ['other regions', { regions: ['GB', 'FR'] }],
    ['a number of titles', { maxTitles: 100 }],
    ['no publishing', { dryRun: true }],
  ])('asked for %s does not move the watermark', async (_, input) => {
    expect((await runOf(input, { settings: { regions: ['GB', 'IE'] } })).advancesWatermark).toBe(false);
  });

  it('moves the watermark when there is none yet, and forwards alone', async () => {
    const advances = async (watermark: string | null) =>
      (await runOf(SCHEDULED, { watermark })).advancesWatermark;

    expect(await advances(null)).toBe(true);
    expect(await advances(stored(null, '7 1795413603 1 U'))).toBe(true);
    expect(await advances(stored('2026-11-24T05:59:59Z'))).toBe(true);
    expect(await advances(stored('2026-11-24T06:00:00Z'))).toBe(false);
    expect(await advances(stored('2026-11-24T06:00:03Z'))).toBe(false);
  });

  it('asks Watchmode nothing when it is empty', async () => {
    const { listing, watchmode } = run(
      { scheduledTime: '2026-11-23T06:00:00Z' },
      { watermark: stored('2026-11-24T06:00:00Z') },
    );

    expect(await listing).toMatchObject({
      titleIds: [],
      run: { discovered: 0, creditsUsed: 0, advancesWatermark: false },
    });
    expect(watchmode.calls).toEqual([]);
  });

  it('refuses a watermark that lies in the future of the clock, not of a run that is redriven', async () => {
    const watermark = stored('2026-11-24T09:00:00Z');

    await expect(run(SCHEDULED, { watermark }).listing).rejects.toMatchObject({
      name: 'ConfigurationError',
    });
    expect((await runOf(SCHEDULED, { watermark, now: '2026-11-24T10:00:00Z' })).discovered).toBe(0);
  });
});

describe('a run that finds an earlier one at work over the same window', () => {
  const first: OtherRun = {
    executionArn: 'arn:a',
    name: 'nightly',
    startDate: '2026-11-24T06:00:00.480Z',
    status: 'RUNNING',
    redriveStatus: 'NOT_REDRIVABLE',
    input: '{}',
  };

  it('lists nothing, says why, and asks Watchmode nothing', async () => {
    const { listing, watchmode } = run(SCHEDULED, { otherRuns: [first], watermark: 'corrupt' });

    expect(await listing).toEqual({
      titleIds: [],
      waiting: [],
      run: {
        feed: 'new_titles',
        window: null,
        regions: ['GB'],
        dryRun: false,
        discovered: 0,
        advancesWatermark: false,
        keepsDeferred: false,
        creditsUsed: 0,
        batchResultBytes: 4_096,
        skippedBecause: 'nightly of the same feed is RUNNING since 2026-11-24T06:00:00.480Z',
      },
    });
    expect(findViolations('Listing', await listing)).toEqual([]);
    expect(watchmode.calls).toEqual([]);
  });

  it('goes on when it has a window of its own', async () => {
    expect((await runOf({ window: WINDOW }, { otherRuns: [first] })).skippedBecause).toBeNull();
  });
});

describe('titles that wait', () => {
  const WAITING = stored('2026-11-23T06:00:00Z', '9 1795413603 2 U', '2 1795327203 6 X');

  it('are fetched by a run over the open window, each once, although the listing has them, too', async () => {
    const { listing, lines } = run(SCHEDULED, { watermark: WAITING });

    expect(await listing).toMatchObject({
      titleIds: [9, 2, 1, 3],
      waiting: [9, 2],
      run: { discovered: 4, keepsDeferred: true },
    });
    expect(findViolations('Listing', await listing)).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ TitlesDiscovered: 4, TitlesWaiting: 2, LongestWait: 48 });
  });

  it('are fetched when the window itself is empty, for no page', async () => {
    const { listing, watchmode } = run(
      { scheduledTime: '2026-11-23T06:00:00Z' },
      { watermark: stored('2026-11-24T06:00:00Z', '9 1795413603 2 U') },
    );

    expect(await listing).toMatchObject({ titleIds: [9], waiting: [9], run: { creditsUsed: 0 } });
    expect(watchmode.calls).toEqual([['status', null]]);
  });

  it('come first when a run takes only some titles, and no page is paid for when they are enough', async () => {
    const some = async (maxTitles: number, quota: number) =>
      run({ maxTitles }, { watermark: WAITING, answers: { status: { quota, quotaUsed: 0 } } }).listing;

    expect(await some(1, 2)).toMatchObject({ titleIds: [9], waiting: [9], run: { creditsUsed: 0 } });
    expect(await some(3, 7)).toMatchObject({ titleIds: [9, 2, 1], waiting: [9, 2] });
  });

  it('have to be paid, too, before the first page is', async () => {
    const status = { quota: 100, quotaUsed: 96 };
    const { listing, watchmode } = run(SCHEDULED, { watermark: WAITING, answers: { status } });

    await expect(listing).rejects.toMatchObject({
      name: 'Watchmode.QuotaExceeded',
      credits: { needed: 5, left: 4 },
    });
    expect(watchmode.calls).toEqual([['status', null]]);
  });

  it.each<[string, ExecutionInput]>([
    ['types, which nobody knows of them', { types: ['movie'] }],
    ['other regions', { regions: ['IE'] }],
    ['a window', { window: WINDOW }],
  ])('are not added to a run that was asked for %s, but known where they are found', async (_, input) => {
    expect(await run(input, { watermark: WAITING }).listing).toMatchObject({
      titleIds: [2, 1, 3],
      waiting: [2],
    });
  });

  it('are known to a run that is told to take them', async () => {
    expect(await run({ titleIds: [9, 4] }, { watermark: WAITING }).listing).toMatchObject({
      titleIds: [9, 4],
      waiting: [9],
      run: { advancesWatermark: false, keepsDeferred: true },
    });
  });

  it.each<[string, ExecutionInput]>([
    ['a dry run', { dryRun: true }],
    ['a run for other regions', { regions: ['IE'] }],
  ])('are not followed in %s', async (_, input) => {
    expect((await runOf(input, { watermark: WAITING })).keepsDeferred).toBe(false);
  });
});

describe('a run over a closed window', () => {
  it('needs what is kept of the feed, too, since it may change which titles wait', async () => {
    const { listing, watchmode } = run({ window: WINDOW }, { watermark: 'corrupt' });

    await expect(listing).rejects.toMatchObject({ name: 'ConfigurationError' });
    expect(watchmode.calls).toEqual([]);
  });

  it('lists that window, whatever the watermark', async () => {
    const { listing, watchmode } = run({ window: WINDOW }, { watermark: stored('2026-11-02T06:00:00Z') });

    expect((await listing).run.window).toEqual(WINDOW);
    expect(watchmode.calls[1]).toEqual([
      'new_titles',
      expect.objectContaining({ startDate: '20261031170000', endDate: '20261107160000' }),
    ]);
  });

  it('of the releases feed lists its days', async () => {
    const { listing, watchmode } = run(
      { feed: 'releases', window: WINDOW, regions: ['GB', 'IE'] },
      { answers: { releases: () => [4, 5, 4] } },
    );

    expect(await listing).toMatchObject({
      titleIds: [4, 5],
      run: { feed: 'releases', regions: ['GB', 'IE'], creditsUsed: 1 },
    });
    expect(watchmode.calls[1]).toEqual([
      'releases',
      { startDate: '20261031', endDate: '20261107', limit: 250 },
    ]);
  });

  it('asks for a region on the one feed that takes one', async () => {
    const query = async (feed: ExecutionInput['feed'] & string) => {
      const { listing, watchmode } = run({ feed, window: WINDOW, regions: ['IE'] });
      await listing;
      return watchmode.calls[1]?.[1] as ChangesQuery;
    };

    expect((await query('titles_sources_changed')).region).toBe('IE');
    expect(await query('titles_details_changed')).not.toHaveProperty('region');
    expect(await query('titles_episodes_changed')).not.toHaveProperty('region');
  });

  it('lists the first titles alone when their number is capped', async () => {
    expect(await run({ window: WINDOW, maxTitles: 2 }).listing).toMatchObject({
      titleIds: [1, 2],
      run: { discovered: 2 },
    });
  });
});

describe('a run of given titles', () => {
  it('lists nothing and has no window', async () => {
    const { listing, watchmode } = run({ titleIds: [9, 7, 8], maxTitles: 2, feed: 'titles_details_changed' });

    expect(await listing).toMatchObject({
      titleIds: [9, 7],
      run: { feed: 'titles_details_changed', window: null, discovered: 2, creditsUsed: 0 },
    });
    expect(watchmode.calls).toEqual([['status', null]]);
  });

  it('is paid for, or not begun', async () => {
    const { listing } = run({ titleIds: [9, 7, 8] }, { answers: { status: { quota: 10, quotaUsed: 5 } } });

    await expect(listing).rejects.toMatchObject({
      name: 'Watchmode.QuotaExceeded',
      credits: { needed: 6, left: 5 },
    });
  });

  it('must fit between two states', async () => {
    const titleIds = Array.from({ length: 25_000 }, (_, index) => 2_147_000_000 + index);

    await expect(run({ titleIds }).listing).rejects.toMatchObject({ name: 'TooManyTitles', reason: 'bytes' });
  });
});

describe('the releases feed', () => {
  it('is paid for with its titles', async () => {
    const { listing } = run(
      { feed: 'releases', window: WINDOW },
      { answers: { releases: () => upTo(100), status: { quota: 200, quotaUsed: 0 } } },
    );

    await expect(listing).rejects.toMatchObject({
      name: 'Watchmode.QuotaExceeded',
      credits: { needed: 200, left: 199 },
    });
  });

  it('may not have more titles than one run may carry', async () => {
    let next = 0;
    const releases = () => Array.from({ length: 249 }, () => (next += 1));
    const window = { start: '2026-01-01T00:00:00Z', end: '2026-11-01T00:00:00Z' };
    const full = ({ startDate, endDate }: { startDate: string; endDate: string }) =>
      startDate === endDate ? releases() : upTo(250).map((id) => -id);

    await expect(
      run({ feed: 'releases', window }, { answers: { releases: full } }).listing,
    ).rejects.toMatchObject({
      name: 'TooManyTitles',
      found: 101 * 249,
    });
  });
});

describe('the pace of a listing', () => {
  const listing = (answers: FakeAnswers, requestsPerMinute: number | null) =>
    run(
      { window: WINDOW },
      {
        answers: { changes: (query) => pageOf(upTo(600), query), ...answers },
        settings: { requestsPerMinute },
      },
    );

  it('is that of the configuration until Watchmode says itself', async () => {
    const { listing: configured, clock } = listing({}, 60);
    await configured;
    expect(clock.sleeps).toEqual([1_000, 1_000]);

    const { listing: announced, clock: other } = listing({ requestsPerMinute: 120 }, 60);
    await announced;
    expect(other.sleeps).toEqual([500, 500]);
  });

  it('is the same when the clock is set back between two pages', async () => {
    const { listing: paced, clock } = listing(
      {
        changes: (query) => {
          clock.setBy(-3_600_000);
          return pageOf(upTo(600), query);
        },
      },
      60,
    );
    await paced;

    expect(clock.sleeps).toEqual([1_000, 1_000]);
  });

  it('is as fast as it goes where nobody says', async () => {
    const { listing: unpaced, clock } = listing({}, null);
    await unpaced;

    expect(clock.sleeps).toEqual([]);
  });
});
