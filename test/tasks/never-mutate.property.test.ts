import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEEDS } from '../../events/feeds.ts';
import type { TitleOutcome, TitleType } from '../../events/types.ts';
import { createFetchTitleDetails } from '../../tasks/fetch-title-details/fetch-title-details.ts';
import { createListNewTitles } from '../../tasks/list-new-titles/list-new-titles.ts';
import { createSettleDeferred } from '../../tasks/settle-deferred/settle-deferred.ts';
import { createPublishTitles } from '../../tasks/publish-titles/publish-titles.ts';
import { TaskError } from '../../tasks/shared/errors/task-error.ts';
import type { TaskHandler } from '../../tasks/shared/ports.ts';
import { fakeWatchmode, pageOf, upTo } from './support/fake-watchmode.ts';
import { deepFreeze, FakeClock, invocation, recordedTelemetry } from './support/ports.ts';
import { fetchedTitle, titleDetails } from './support/title.ts';

/** Its time stands still, so that an answer with a time in it is the same twice. */
class StillClock extends FakeClock {
  override sleep(): Promise<void> {
    return Promise.resolve();
  }
}

const clock = new StillClock('2026-11-24T06:00:00Z');
const { telemetry } = recordedTelemetry(clock, 'error');
const watchmode = fakeWatchmode({
  // Frozen, too: an answer is no more a task's to change than its input.
  changes: (query) => deepFreeze(pageOf(upTo(300), query)),
  releases: () => deepFreeze(upTo(5)),
  title: (id) => deepFreeze(titleDetails(id)),
});

const tasks: Record<string, TaskHandler<unknown>> = {
  'list-new-titles': createListNewTitles({
    watchmode,
    clock,
    telemetry,
    settings: deepFreeze({
      feed: 'new_titles' as const,
      regions: ['GB'],
      overlapMinutes: 60,
      firstWindowHours: 24,
      creditReserve: 0,
      requestsPerMinute: null,
    }),
  }),
  'fetch-title-details': createFetchTitleDetails({
    watchmode,
    clock,
    telemetry,
    pace: deepFreeze({ concurrency: 1, requestsPerMinute: null }),
  }),
  'publish-titles': createPublishTitles({
    publish: () => Promise.resolve({ retried: 0 }),
    clock,
    telemetry,
    records: deepFreeze({ aggregation: 'kpl' as const, aggregatedRecordBytes: 2_048 }),
  }),
  'settle-deferred': createSettleDeferred({ telemetry, maxDeferrals: 7 }),
};

const feed = fc.constantFrom(...FEEDS);
const regions = fc.uniqueArray(fc.constantFrom('GB', 'IE', 'FR'), { minLength: 1 });
const titleId = fc.integer({ min: 1, max: 2_147_483_647 });
const executionInput = fc.record(
  {
    feed,
    regions,
    window: fc.constant({ start: '2026-11-01T00:00:00Z', end: '2026-11-08T00:00:00.5Z' }),
    titleIds: fc.uniqueArray(titleId, { minLength: 1, maxLength: 20 }),
    types: fc.uniqueArray(fc.constantFrom<TitleType[]>('movie', 'tv_series'), { minLength: 1 }),
    maxTitles: fc.integer({ min: 1, max: 400 }),
    dryRun: fc.boolean(),
  },
  { requiredKeys: [] },
);
const outcome: fc.Arbitrary<TitleOutcome> = fc.oneof(
  fc
    .tuple(titleId, fc.string({ unit: 'grapheme', minLength: 1 }))
    .map(([id, title]) => fetchedTitle(id, { title })),
  fc.record({
    titleId,
    outcome: fc.constantFrom('skipped' as const, 'deferred' as const, 'unanswered' as const),
    error: fc.constantFrom('Watchmode.Unavailable', 'Runtime.OutOfMemory'),
    cause: fc.string(),
  }),
);

/** Inputs of each task; some are refused, which must not change them either. */
const inputs: Record<string, fc.Arbitrary<unknown>> = {
  'list-new-titles': fc.record({
    executionInput,
    watermark: fc.constantFrom(null, '{"watermark":"2026-11-23T06:00:00Z","deferred":["7 1795413603 2 U"]}'),
    executionArn: fc.constant('arn:second'),
    startedAt: fc.constant('2026-11-24T06:00:00.250Z'),
    otherRuns: fc.array(
      fc.record({
        executionArn: fc.constant('arn:first'),
        name: fc.constant('first'),
        startDate: fc.constant('2026-11-24T05:00:00.250Z'),
        status: fc.constant('RUNNING'),
        redriveStatus: fc.constant('NOT_REDRIVABLE'),
        input: fc.constantFrom('{}', '{"feed":"releases"}', null, 'not JSON'),
      }),
      { maxLength: 1 },
    ),
  }),
  'fetch-title-details': fc.record({ titleId, regions }),
  'publish-titles': fc.record({
    batch: fc.record({
      feed,
      regions,
      dryRun: fc.boolean(),
      batchResultBytes: fc.integer({ min: 100, max: 4_096 }),
      keepsPace: fc.boolean(),
    }),
    outcomes: fc.array(outcome, { maxLength: 10 }),
  }),
  'settle-deferred': fc.record({
    run: fc.record({
      feed,
      window: fc.constantFrom(null, { start: '2026-11-23T05:00:00Z', end: '2026-11-24T06:00:00Z' }),
      regions,
      dryRun: fc.constant(false),
      discovered: fc.integer({ min: 0, max: 200 }),
      advancesWatermark: fc.boolean(),
      keepsDeferred: fc.constant(true),
      creditsUsed: fc.constant(1),
      batchResultBytes: fc.constant(4_096),
      skippedBecause: fc.constant(null),
    }),
    startedAt: fc.constant('2026-11-24T06:00:00.250Z'),
    waiting: fc.uniqueArray(fc.integer({ min: 1, max: 9 })),
    tally: fc.record({
      published: fc.integer({ min: 0, max: 9 }),
      skipped: fc.integer({ min: 0, max: 9 }),
      deferred: fc.integer({ min: 9, max: 200 }),
      rejected: fc.constant(0),
      credits: fc.constant(2),
      setAside: fc.constantFrom(
        [],
        [{ titleId: 7, outcome: 'deferred' as const, reason: 'Watchmode answers 500' }],
      ),
    }),
    named: fc.uniqueArray(fc.integer({ min: 1, max: 9 })).map((titleIds) => titleIds.map((id) => `${id} U`)),
    unnamed: fc.integer({ min: 0, max: 9 }),
    parameter: fc.constantFrom(
      null,
      '{"watermark":null,"deferred":["7 1795413603 6 U","9 1795413603 1 U"]}',
      '{}',
    ),
  }),
};

describe('a task', () => {
  it.each(Object.keys(tasks))(
    '%s never changes its input or what it was given, and answers alike twice',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(inputs[name]!, async (input) => {
          const before = structuredClone(input);
          const answer = () =>
            tasks[name]!(deepFreeze(input), invocation()).catch((error: unknown) => {
              // A refusal is an answer. A change of something frozen throws a TypeError, which is none.
              if (error instanceof TaskError) return error.name;
              throw error;
            });

          const [first, second] = [await answer(), await answer()];

          expect(second).toEqual(first);
          expect(input).toEqual(before);
        }),
        { numRuns: 50 },
      );
    },
  );
});
