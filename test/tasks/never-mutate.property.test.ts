import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Feed, TitleOutcome, TitleType } from '../../events/types.ts';
import { createFetchTitleDetails } from '../../tasks/fetch-title-details/fetch-title-details.ts';
import { createListNewTitles } from '../../tasks/list-new-titles/list-new-titles.ts';
import { createPublishTitles } from '../../tasks/publish-titles/publish-titles.ts';
import { TaskError } from '../../tasks/shared/errors/task-error.ts';
import type { TaskHandler } from '../../tasks/shared/ports.ts';
import { fakeWatchmode, pageOf, upTo } from './support/fake-watchmode.ts';
import { deepFreeze, FakeClock, invocation, recordedTelemetry } from './support/ports.ts';
import { fetchedTitle, titleDetails } from './support/title.ts';

const clock = new FakeClock('2026-11-24T06:00:00Z');
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
    telemetry,
    maxDeferrals: 7,
    records: deepFreeze({ aggregation: 'kpl' as const, aggregatedRecordBytes: 2_048 }),
  }),
};

const feed = fc.constantFrom<Feed[]>(
  'new_titles',
  'titles_sources_changed',
  'titles_episodes_changed',
  'releases',
);
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
    outcome: fc.constantFrom('skipped' as const, 'deferred' as const),
    error: fc.constantFrom('Watchmode.Unavailable', 'Runtime.OutOfMemory'),
    reason: fc.string(),
    deferral: fc.constantFrom(null, { since: '2026-11-20T06:00:03Z', runs: 6 }),
  }),
);

/** Inputs of each task; some are refused, which must not change them either. */
const inputs: Record<string, fc.Arbitrary<unknown>> = {
  'list-new-titles': fc.record({
    executionInput,
    watermark: fc.constantFrom(null, '{"watermark":"2026-11-23T06:00:00Z","deferred":["7 1795413603 2 U"]}'),
    startedAt: fc.constant('2026-11-24T06:00:00.250Z'),
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
