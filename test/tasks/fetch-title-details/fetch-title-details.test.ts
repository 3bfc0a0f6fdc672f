import { describe, expect, it } from '@jest/globals';
import { findViolations } from '../../../events/validate.ts';
import { createFetchTitleDetails } from '../../../tasks/fetch-title-details/fetch-title-details.ts';
import {
  WatchmodeRateLimited,
  WatchmodeTitleNotFound,
  WatchmodeUnavailable,
} from '../../../tasks/shared/errors/watchmode-errors.ts';
import { ConfigurationError } from '../../../tasks/shared/errors/input-errors.ts';
import { fakeWatchmode } from '../support/fake-watchmode.ts';
import { deepFreeze, FakeClock, invocation, recordedTelemetry } from '../support/ports.ts';
import { titleDetails } from '../support/title.ts';

const REQUEST = 'GET /title/7/details';

interface Options {
  /** How long Watchmode takes to answer, in milliseconds. */
  readonly answersAfter?: number;
  readonly error?: Error;
  readonly announced?: number | null;
  readonly configured?: number | null;
  readonly concurrency?: number;
  /** How far the wall clock is set while Watchmode answers. */
  readonly clockSetBy?: number;
  readonly remainingMs?: number;
}

function fetchTitle(options: Options = {}, event: unknown = { titleId: 7, regions: ['GB'] }) {
  const {
    answersAfter = 100,
    error,
    announced = null,
    configured = null,
    concurrency = 10,
    remainingMs = 120_000,
    clockSetBy = 0,
  } = options;
  const clock = new FakeClock('2026-11-24T06:00:00Z');
  const watchmode = fakeWatchmode({
    requestsPerMinute: announced,
    title(titleId) {
      clock.advance(answersAfter);
      clock.setBy(clockSetBy);
      if (error !== undefined) throw error;
      return titleDetails(titleId);
    },
  });
  const { telemetry, lines } = recordedTelemetry(clock);
  const task = createFetchTitleDetails({
    watchmode,
    clock,
    telemetry,
    pace: { concurrency, requestsPerMinute: configured },
  });
  const startedAt = clock.monotonic();
  const context = invocation(() => remainingMs - (clock.monotonic() - startedAt));
  return { title: task(deepFreeze(event), context), clock, watchmode, lines };
}

/** How long the slot was held after the answer. */
async function holdOf(options: Options): Promise<number[]> {
  const { title, clock } = fetchTitle(options);
  await title.catch(() => undefined);
  return clock.sleeps;
}

describe('fetching a title', () => {
  it('gives its record and the moment of the answer', async () => {
    const { title, watchmode } = fetchTitle({ announced: 60 });

    const fetched = await title;

    expect(fetched).toMatchObject({
      titleId: 7,
      outcome: 'fetched',
      fetchedAt: '2026-11-24T06:00:00.100Z',
      record: { watchmodeId: 7, title: 'Café Société 東京 🎬' },
    });
    expect(findViolations('FetchedTitle', fetched)).toEqual([]);
    expect(watchmode.calls).toEqual([['title', { titleId: 7, regions: ['GB'] }]]);
  });

  it('needs a title and regions', async () => {
    const { title, watchmode } = fetchTitle({}, { titleId: '7', regions: [] });

    await expect(title).rejects.toMatchObject({
      name: 'InvalidInput',
      violations: [
        { pointer: '/titleId', problem: 'must be integer' },
        { pointer: '/regions', problem: 'must NOT have fewer than 1 items' },
      ],
    });
    expect(watchmode.calls).toEqual([]);
  });

  it('logs no payload', async () => {
    const { title, lines } = fetchTitle();
    await title;

    expect(lines).toMatchObject([{ level: 'DEBUG', titleId: 7, sources: 1 }]);
    expect(JSON.stringify(lines)).not.toContain('Café');
  });
});

describe('the pace', () => {
  it('holds a slot for C x 60 / R seconds, the request included', async () => {
    expect(await holdOf({ concurrency: 10, announced: 120, answersAfter: 100 })).toEqual([4_900]);
    expect(await holdOf({ concurrency: 1, announced: 7, answersAfter: 0 })).toEqual([8_572]);
  });

  it('is that of the configuration while Watchmode says nothing', async () => {
    expect(await holdOf({ concurrency: 10, configured: 600 })).toEqual([900]);
    expect(await holdOf({ concurrency: 10, configured: 600, announced: 6_000 })).toEqual([]);
    expect(await holdOf({ concurrency: 10 })).toEqual([]);
  });

  it.each([-3_600_000, 3_600_000])(
    'is as long when the clock is set by %d ms meanwhile',
    async (clockSetBy) => {
      expect(await holdOf({ announced: 120, answersAfter: 1_000, clockSetBy })).toEqual([4_000]);
    },
  );

  it('holds nothing when the request took as long', async () => {
    expect(await holdOf({ concurrency: 10, announced: 120, answersAfter: 5_000 })).toEqual([]);
  });

  it('never holds longer than the invocation lives', async () => {
    expect(await holdOf({ concurrency: 40, announced: 60, remainingMs: 10_000 })).toEqual([8_900]);
    expect(await holdOf({ concurrency: 40, announced: 60, remainingMs: 1_000 })).toEqual([]);
  });

  it.each([
    new WatchmodeTitleNotFound(REQUEST, 7),
    new WatchmodeUnavailable(REQUEST, 'Watchmode answers 503', 503),
    new WatchmodeUnavailable(REQUEST, 'no answer within 100 ms', null),
  ])('holds after a request that failed, too: %s', async (error) => {
    expect(await holdOf({ concurrency: 10, announced: 120, error })).toEqual([4_900]);
    await expect(fetchTitle({ announced: 120, error }).title).rejects.toBe(error);
  });

  it('holds nothing after a failure before any request', async () => {
    expect(await holdOf({ announced: 120, error: new ConfigurationError(['no key']) })).toEqual([]);
  });

  it('waits as long as Watchmode asks to, up to half a minute', async () => {
    const limited = (seconds: number | null) => new WatchmodeRateLimited(REQUEST, seconds, 120);

    expect(await holdOf({ announced: 120, error: limited(12) })).toEqual([12_000]);
    expect(await holdOf({ announced: 120, error: limited(1) })).toEqual([4_900]);
    expect(await holdOf({ announced: 120, error: limited(null) })).toEqual([4_900]);
    expect(await holdOf({ announced: 120, error: limited(3_600) })).toEqual([30_000]);
  });

  it('keeps to the limit with all slots busy, to a few per cent', async () => {
    const [concurrency, announced, perSlot] = [40, 120, 3];
    const sentAt: number[] = [];
    for (let slot = 0; slot < concurrency; slot += 1) {
      const clock = new FakeClock(0);
      const watchmode = fakeWatchmode({
        requestsPerMinute: announced,
        title(titleId) {
          sentAt.push(clock.now());
          clock.advance(50 + slot);
          return titleDetails(titleId);
        },
      });
      const { telemetry } = recordedTelemetry(clock);
      const task = createFetchTitleDetails({
        watchmode,
        clock,
        telemetry,
        pace: { concurrency, requestsPerMinute: null },
      });
      for (let count = 0; count < perSlot; count += 1)
        await task({ titleId: 7, regions: ['GB'] }, invocation());
    }

    const minutes = (Math.max(...sentAt) + (concurrency * 60_000) / announced) / 60_000;
    expect(sentAt.length / minutes).toBeLessThanOrEqual(announced);
    expect(sentAt.length / minutes).toBeGreaterThan(announced * 0.95);
  });
});
