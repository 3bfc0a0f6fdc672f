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
  /** The response time of Watchmode, in milliseconds. */
  readonly answersAfter?: number;
  readonly error?: Error;
  readonly announced?: number | null;
  readonly configured?: number | null;
  readonly concurrency?: number;
  /** The change of the wall clock during the request, in milliseconds. */
  readonly clockSetBy?: number;
  readonly remainingMs?: number;
  /** Additional members of Watchmode's response. */
  readonly details?: Parameters<typeof titleDetails>[1];
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
      return titleDetails(titleId, options.details);
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

/** The time that the function itself waited after the response. */
async function waitsOf(options: Options): Promise<number[]> {
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

  it('leaves out contradictory parts with a warning', async () => {
    const { title, lines } = fetchTitle({ details: { genre_names: ['Drama'] } });

    expect((await title).record.genres).toEqual([]);
    expect(lines[0]).toMatchObject({
      level: 'WARN',
      titleId: 7,
      parts: '/genre_names has 1 names for 2 IDs',
    });
  });

  it('logs no payload', async () => {
    const { title, lines } = fetchTitle();
    await title;

    expect(lines).toMatchObject([{ level: 'DEBUG', titleId: 7, sources: 1 }]);
    expect(JSON.stringify(lines)).not.toContain('Café');
  });
});

/** The time for which the place is taken from the start of the request, in milliseconds. */
async function placeOf(options: Options): Promise<number> {
  const { title } = fetchTitle(options);
  return Date.parse((await title).placeHeldUntil) - Date.parse('2026-11-24T06:00:00Z');
}

describe('the pace', () => {
  it('takes a place for its share of the minute, including the request', async () => {
    expect(await placeOf({ concurrency: 10, announced: 120 })).toBe(5_000);
    expect(await placeOf({ concurrency: 60, announced: 120 })).toBe(30_000);
    expect(await placeOf({ concurrency: 60, announced: 120, answersAfter: 4_000 })).toBe(30_000);
  });

  it('takes a place for at most five minutes, even if Watchmode announces one request a minute', async () => {
    expect(await placeOf({ concurrency: 60, announced: 1 })).toBe(300_000);
  });

  it('is that of the configuration until Watchmode announces one', async () => {
    expect(await placeOf({ concurrency: 10, configured: 600 })).toBe(1_000);
    expect(await placeOf({ concurrency: 10, configured: 600, announced: 6_000 })).toBe(100);
    expect(await placeOf({ concurrency: 10 })).toBe(0);
  });

  it('does not delay the function, so that a bought title is recorded at once', async () => {
    expect(await waitsOf({ concurrency: 60, announced: 120 })).toEqual([]);
  });

  it('delays the function after a response without a Retry, because there is nothing to record', async () => {
    const notFound = new WatchmodeTitleNotFound(REQUEST, 7);

    expect(await waitsOf({ concurrency: 10, announced: 120, error: notFound })).toEqual([4_900]);
    await expect(fetchTitle({ announced: 120, error: notFound }).title).rejects.toBe(notFound);
  });

  it('never waits longer than the invocation lives', async () => {
    const error = new WatchmodeTitleNotFound(REQUEST, 7);

    expect(await waitsOf({ concurrency: 40, announced: 60, error, remainingMs: 10_000 })).toEqual([8_900]);
    expect(await waitsOf({ concurrency: 40, announced: 60, error, remainingMs: 1_000 })).toEqual([]);
  });

  it.each([
    new WatchmodeUnavailable(REQUEST, 'Watchmode answers 503', 503),
    new WatchmodeUnavailable(REQUEST, 'no answer within 100 ms', null),
    new ConfigurationError(['no key']),
  ])('does not delay the function after %s', async (error) => {
    expect(await waitsOf({ concurrency: 10, announced: 120, error })).toEqual([]);
    await expect(fetchTitle({ announced: 120, error }).title).rejects.toBe(error);
  });

  it('waits as long as Watchmode asks to, up to half a minute', async () => {
    const limited = (seconds: number | null) => new WatchmodeRateLimited(REQUEST, seconds, 120);

    expect(await waitsOf({ announced: 120, error: limited(12) })).toEqual([12_000]);
    expect(await waitsOf({ announced: 120, error: limited(null) })).toEqual([]);
    expect(await waitsOf({ announced: 120, error: limited(3_600) })).toEqual([30_000]);
  });
});
