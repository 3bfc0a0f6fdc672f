import { describe, expect, it } from '@jest/globals';
import type { ExecutionInput } from '../../../events/types.ts';
import { WatchmodeUnavailable } from '../../../tasks/shared/errors/watchmode-errors.ts';
import type { ChangesQuery } from '../../../tasks/shared/watchmode/listings.ts';
import { pageOf, upTo, type FakeAnswers } from '../support/fake-watchmode.ts';
import { memoryProgress } from '../support/memory-progress.ts';
import { run, watermarkOf, WINDOW } from './support/listing-run.ts';

describe('a run over a closed window', () => {
  it.each<[string, ExecutionInput]>([
    ['window', { window: WINDOW }],
    ['titles', { titleIds: [1, 2, 3] }],
  ])('or of given titles has nothing to do with what the runs share: %s', async (_, input) => {
    const progress = memoryProgress();
    progress.beforeCall = () => 'throttled';

    expect((await run(input, { progress }).listing).titleIds).toEqual([1, 2, 3]);
    expect(progress.calls).toEqual([]);
  });

  it('lists that window for any watermark', async () => {
    const { listing, watchmode } = run(
      { window: WINDOW },
      { progress: memoryProgress(watermarkOf('2026-11-02T06:00:00Z')) },
    );

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

  it('sends a region to the only feed that accepts one', async () => {
    const query = async (feed: ExecutionInput['feed'] & string) => {
      const { listing, watchmode } = run({ feed, window: WINDOW, regions: ['IE'] });
      await listing;
      return watchmode.calls[1]?.[1] as ChangesQuery;
    };

    expect((await query('titles_sources_changed')).region).toBe('IE');
    expect(await query('titles_details_changed')).not.toHaveProperty('region');
    expect(await query('titles_episodes_changed')).not.toHaveProperty('region');
  });

  it('lists only the first titles if their number is limited', async () => {
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

  it('does not start without enough credits', async () => {
    const { listing } = run({ titleIds: [9, 7, 8] }, { answers: { status: { quota: 10, quotaUsed: 5 } } });

    await expect(listing).rejects.toMatchObject({
      name: 'Watchmode.QuotaExceeded',
      credits: { needed: 6, left: 5 },
    });
  });

  it('must fit into one payload', async () => {
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

  it('is that of the configuration until Watchmode announces one', async () => {
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

  it('is unlimited if neither has one', async () => {
    const { listing: unpaced, clock } = listing({}, null);
    await unpaced;

    expect(clock.sleeps).toEqual([]);
  });
});

describe('a page that fails late', () => {
  const late = (remainingMs: number) => {
    let failures = 1;
    const changes: FakeAnswers['changes'] = (query) => {
      if (query.page === 2 && (failures -= 1) >= 0) throw new WatchmodeUnavailable('GET /', 'down', 503);
      return pageOf(upTo(600), query);
    };
    return run({ window: WINDOW }, { answers: { changes }, remainingMs }).listing;
  };

  it('is requested again while the invocation has time; afterwards the state machine retries', async () => {
    expect((await late(890_000)).titleIds).toHaveLength(600);
    await expect(late(60_000)).rejects.toMatchObject({
      name: 'Watchmode.ListingInterrupted',
      pagesPaid: 1,
    });
  });
});
