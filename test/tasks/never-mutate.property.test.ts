import { memoryPublishedTitles } from './support/memory-published-titles.ts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEEDS } from '../../events/feeds.ts';
import type { ProgressItem, TitleOutcome, TitleType } from '../../events/types.ts';
import { createFetchTitleDetails } from '../../tasks/fetch-title-details/fetch-title-details.ts';
import { createJudgeFailedRun } from '../../tasks/judge-failed-run/judge-failed-run.ts';
import { createListNewTitles } from '../../tasks/list-new-titles/list-new-titles.ts';
import { createMeasureProgress } from '../../tasks/measure-progress/measure-progress.ts';
import { createPublishTitles } from '../../tasks/publish-titles/publish-titles.ts';
import { TaskError } from '../../tasks/shared/errors/task-error.ts';
import type { TaskHandler } from '../../tasks/shared/ports.ts';
import { LISTING_SETTINGS } from './list-new-titles/support/listing-settings.ts';
import { fakeWatchmode, pageOf, upTo } from './support/fake-watchmode.ts';
import { memoryProgress, type MemoryProgress } from './support/memory-progress.ts';
import { deepFreeze, FakeClock, invocation, recordedTelemetry } from './support/ports.ts';
import { fetchedTitle, titleDetails } from './support/title.ts';

/** A clock that stands still, so that two attempts are alike. */
const clock = Object.assign(new FakeClock('2026-11-24T06:00:00Z'), { sleep: () => Promise.resolve() });
const { telemetry } = recordedTelemetry(clock, 'error');
const watchmode = fakeWatchmode({
  // Frozen, too, because a task must not change a response either.
  changes: (query) => deepFreeze(pageOf(upTo(300), query)),
  releases: () => deepFreeze(upTo(5)),
  title: (id) => deepFreeze(titleDetails(id)),
  serverTime: clock.now(),
});

const STORED: readonly ProgressItem[] = deepFreeze([
  { feed: 'new_titles', item: 'watermark', watermark: '2026-11-23T06:00:00Z' },
  { feed: 'releases', item: 'watermark', watermark: '2026-11-27T06:00:00Z' },
  {
    feed: 'new_titles',
    item: 'claim',
    executionArn: 'arn:first',
    claimedAt: '2026-11-24T05:30:00.250Z',
  },
  {
    feed: 'new_titles',
    item: 'deferred#7',
    titleId: 7,
    status: 'waiting',
    since: '2026-11-20T06:00:03.250Z',
    runs: 6,
    countedRuns: ['arn:first'],
    error: 'Watchmode.Unavailable',
  },
]);

/** A table that returns and stores frozen items, because a task must not change them either. */
function frozenProgress(): MemoryProgress {
  const table = memoryProgress(...STORED);
  return {
    ...table,
    readWatermark: async (of) => deepFreeze(await table.readWatermark(of)),
    readClaim: async (of) => deepFreeze(await table.readClaim(of)),
    listDeferred: async (of) => deepFreeze(await table.listDeferred(of)),
    readDeferred: async (of, titleIds) => {
      const found = await table.readDeferred(of, titleIds);
      found.forEach((item) => deepFreeze(item));
      return found;
    },
  };
}

const tasks: Record<string, (progress: MemoryProgress) => TaskHandler<unknown>> = {
  'list-new-titles': (progress) =>
    createListNewTitles({
      watchmode,
      progress,
      executions: { isAtWork: () => Promise.resolve(false), hasFailed: () => Promise.resolve(false) },
      clock,
      telemetry,
      settings: deepFreeze(LISTING_SETTINGS),
    }),
  'fetch-title-details': () =>
    createFetchTitleDetails({
      watchmode,
      clock,
      telemetry,
      pace: deepFreeze({ concurrency: 1, requestsPerMinute: null }),
    }),
  'publish-titles': (progress) =>
    createPublishTitles({
      publishedTitles: memoryPublishedTitles(),
      publish: () => Promise.resolve({ retried: 0 }),
      progress,
      limits: deepFreeze({ maxRuns: 7, minDays: 3 }),
      clock,
      telemetry,
      records: deepFreeze({ aggregation: 'kpl' as const, aggregatedRecordBytes: 2_048 }),
    }),
  'judge-failed-run': (progress) =>
    createJudgeFailedRun({
      runs: {
        describe: () =>
          Promise.resolve(
            deepFreeze({
              status: 'FAILED',
              error: 'Watchmode.Unavailable',
              redriveCount: 1,
              redriveStatus: 'REDRIVABLE',
              redriveStatusReason: null,
              startedAt: '2026-11-24T05:00:00.250Z',
              input: '{}',
            }),
          ),
        childErrors: () => Promise.resolve([]),
      },
      progress,
      telemetry,
      settings: deepFreeze({ feed: 'new_titles' as const, regions: ['GB'], redriveWaitSeconds: 900 }),
    }),
  'measure-progress': (progress) =>
    createMeasureProgress({ progress, clock, telemetry, feeds: ['new_titles', 'catalogue'] }),
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
    executionArn: fc.constantFrom('arn:first', 'arn:second'),
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
      keepsDeferred: fc.boolean(),
      isListed: fc.boolean(),
      executionArn: fc.constantFrom('arn:first', 'arn:second'),
      startedAt: fc.constant('2026-11-24T06:00:00.250Z'),
    }),
    outcomes: fc.uniqueArray(outcome, { maxLength: 10, selector: ({ titleId: id }) => id }),
  }),
  'judge-failed-run': fc.record({
    executionArn: fc.constantFrom('arn:first', 'arn:second', 7),
    redriveCount: fc.constantFrom(null, 0, 1),
    waitedSeconds: fc.constantFrom(0, 900),
  }),
  'measure-progress': fc.anything(),
};

describe('a task', () => {
  it.each(Object.keys(tasks))(
    '%s never changes its input or what it was given, and does and answers alike twice',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(inputs[name]!, async (input) => {
          const before = structuredClone(input);
          const progress = frozenProgress();
          const task = tasks[name]!(progress);
          const answer = () =>
            task(deepFreeze(input), invocation()).catch((error: unknown) => {
              // A refusal is a valid answer. A change of a frozen value throws a TypeError, which is not.
              if (error instanceof TaskError) return error.name;
              throw error;
            });

          const first = await answer();
          const kept = progress.items();
          const second = await answer();

          expect(second).toEqual(first);
          // A repeated attempt leaves the progress table unchanged.
          expect(progress.items()).toEqual(kept);
          expect(input).toEqual(before);
        }),
        { numRuns: 50 },
      );
    },
  );
});
