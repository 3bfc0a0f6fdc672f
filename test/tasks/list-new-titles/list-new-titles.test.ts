import { describe, expect, it } from '@jest/globals';
import type { ExecutionInput, Listing } from '../../../events/types.ts';
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

function run(
  executionInput: ExecutionInput,
  options: {
    answers?: FakeAnswers;
    settings?: Partial<ListNewTitlesSettings>;
    watermarks?: string | null;
    now?: string;
  } = {},
) {
  const {
    answers = {},
    settings = {},
    watermarks = '{"new_titles":"2026-11-23T06:00:00Z"}',
    now = STARTED_AT,
  } = options;
  const clock = new FakeClock(now);
  const { telemetry, lines } = recordedTelemetry(clock);
  const watchmode = fakeWatchmode({ changes: (query) => pageOf(upTo(3), query), ...answers });
  const task = createListNewTitles({ watchmode, clock, telemetry, settings: { ...SETTINGS, ...settings } });
  const listing = task(deepFreeze({ executionInput, watermarks, startedAt: STARTED_AT }), invocation());
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
      run: {
        feed: 'new_titles',
        window: { start: '2026-11-23T05:00:00Z', end: '2026-11-24T06:00:00Z' },
        regions: ['GB'],
        dryRun: false,
        discovered: 3,
        advancesWatermark: true,
        creditsUsed: 1,
        batchResultBytes: 4_096,
      },
    });
    expect(watchmode.calls).toEqual([
      ['status', null],
      ['new_titles', { startDate: '20261122210000', endDate: '20261123220000', limit: 250, page: 1 }],
    ]);
    expect(lines).toMatchObject([
      { message: 'listed the titles of a run', run: { discovered: 3 } },
      { TitlesDiscovered: 3 },
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
    const advances = async (watermarks: string | null) =>
      (await runOf(SCHEDULED, { watermarks })).advancesWatermark;

    expect(await advances(null)).toBe(true);
    expect(await advances('{"releases":"2026-11-24T05:00:00Z"}')).toBe(true);
    expect(await advances('{"new_titles":"2026-11-24T05:59:59Z"}')).toBe(true);
    expect(await advances('{"new_titles":"2026-11-24T06:00:00Z"}')).toBe(false);
    expect(await advances('{"new_titles":"2026-11-24T06:00:03Z"}')).toBe(false);
  });

  it('asks Watchmode nothing when it is empty', async () => {
    const { listing, watchmode } = run(
      { scheduledTime: '2026-11-23T06:00:00Z' },
      { watermarks: '{"new_titles":"2026-11-24T06:00:00Z"}' },
    );

    expect(await listing).toMatchObject({
      titleIds: [],
      run: { discovered: 0, creditsUsed: 0, advancesWatermark: false },
    });
    expect(watchmode.calls).toEqual([]);
  });

  it('refuses a watermark that lies in the future of the clock, not of a run that is redriven', async () => {
    const watermarks = '{"new_titles":"2026-11-24T09:00:00Z"}';

    await expect(run(SCHEDULED, { watermarks }).listing).rejects.toMatchObject({
      name: 'ConfigurationError',
    });
    expect((await runOf(SCHEDULED, { watermarks, now: '2026-11-24T10:00:00Z' })).discovered).toBe(0);
  });
});

describe('a run over a closed window', () => {
  it('lists that window, whatever the watermark', async () => {
    const { listing, watchmode } = run({ window: WINDOW }, { watermarks: 'corrupt' });

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
