import { expect } from '@jest/globals';
import type {
  ClaimItem,
  DeferredItem,
  ExecutionInput,
  Feed,
  Listing,
  ProgressItem,
} from '../../../../events/types.ts';
import { findViolations } from '../../../../events/validate.ts';
import { createListNewTitles } from '../../../../tasks/list-new-titles/list-new-titles.ts';
import type { ListNewTitlesSettings } from '../../../../tasks/list-new-titles/listing-ports.ts';
import { fakeWatchmode, pageOf, upTo, type FakeAnswers } from '../../support/fake-watchmode.ts';
import { memoryProgress, type MemoryProgress } from '../../support/memory-progress.ts';
import { deepFreeze, FakeClock, invocation, recordedTelemetry } from '../../support/ports.ts';
import { LISTING_SETTINGS } from './listing-settings.ts';

export const STARTED_AT = '2026-11-24T06:00:03.250Z';
export const OWN = 'arn:aws:states:eu-west-2:123456789012:execution:title-ingestion:own';
export const OTHER = 'arn:aws:states:eu-west-2:123456789012:execution:title-ingestion:other';

export const watermarkOf = (watermark: string, feed: Feed = 'new_titles'): ProgressItem => ({
  feed,
  item: 'watermark',
  watermark,
  listedFrom: '2026-11-22T05:00:00Z',
  executionArn: OTHER,
});
export const claimOf = (executionArn: string): ClaimItem => ({
  feed: 'new_titles',
  item: 'claim',
  executionArn,
  claimedAt: '2026-11-24T06:00:00.480Z',
});
export const deferred = (
  titleId: number,
  since: string,
  changes: Partial<DeferredItem> = {},
): DeferredItem => ({
  feed: 'new_titles',
  item: `deferred#${titleId}`,
  titleId,
  status: 'waiting',
  since,
  runs: 1,
  error: 'Watchmode.Unavailable',
  ...changes,
});

export interface RunOptions {
  readonly answers?: FakeAnswers;
  readonly settings?: Partial<ListNewTitlesSettings>;
  readonly progress?: MemoryProgress;
  readonly atWork?: readonly string[];
  readonly now?: string;
  readonly startedAt?: string;
  /** The remaining time of the invocation, in milliseconds. */
  readonly remainingMs?: number;
}

export function run(executionInput: ExecutionInput, options: RunOptions = {}) {
  const { answers = {}, settings = {}, now = STARTED_AT, atWork = [], startedAt = STARTED_AT } = options;
  const { progress = memoryProgress(watermarkOf('2026-11-23T06:00:00Z')) } = options;
  const clock = new FakeClock(now);
  const { telemetry, lines } = recordedTelemetry(clock);
  const watchmode = fakeWatchmode({
    changes: (query) => pageOf(upTo(3), query),
    serverTime: Date.parse(now),
    ...answers,
  });
  const executions = {
    isAtWork: (arn: string) => Promise.resolve(atWork.includes(arn)),
    hasFailed: () => Promise.resolve(false),
  };
  const ports = { watchmode, progress, executions, clock, telemetry };
  const task = createListNewTitles({ ...ports, settings: { ...LISTING_SETTINGS, ...settings } });
  const listing = task(
    deepFreeze({ executionInput, executionArn: OWN, startedAt }),
    invocation(options.remainingMs),
  );
  return { listing, watchmode, clock, lines, progress };
}

export const SCHEDULED: ExecutionInput = { source: 'schedule', scheduledTime: '2026-11-24T06:00:00Z' };
export const WINDOW = { start: '2026-11-01T00:00:00Z', end: '2026-11-08T00:00:00Z' };
export async function runOf(...args: Parameters<typeof run>): Promise<Listing['run']> {
  const listing = await run(...args).listing;
  expect(findViolations('Listing', listing)).toEqual([]);
  return listing.run;
}

/** The writes of a run: its claim, or a corrected watermark. */
export const writesOf = (progress: MemoryProgress) =>
  progress.calls.filter(({ operation }) => operation === 'put' || operation === 'remove');
