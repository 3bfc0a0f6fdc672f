import { omitUndefined } from '../../../../events/omit-undefined.ts';
import type {
  Batch,
  DeferredItem,
  DepartedTitle,
  TitleOutcome,
  UnfetchedTitle,
} from '../../../../events/types.ts';
import type { Entry } from '../../../../tasks/shared/stream/entry.ts';
import { createPublishTitles } from '../../../../tasks/publish-titles/publish-titles.ts';
import { memoryProgress, type MemoryProgress } from '../../support/memory-progress.ts';
import { memoryPublishedTitles, type MemoryPublishedTitles } from '../../support/memory-published-titles.ts';
import { deepFreeze, FakeClock, invocation, recordedTelemetry } from '../../support/ports.ts';
import { fetchedTitle } from '../../support/title.ts';

export const BATCH: Batch = {
  feed: 'new_titles',
  regions: ['GB'],
  dryRun: false,
  batchResultBytes: 4_096,
  keepsPace: true,
  keepsDeferred: true,
  isListed: true,
  executionArn: 'arn:own',
  startedAt: '2026-11-24T05:50:00Z',
};
/** The item of a title that another run deferred a day before. */
export const deferred = (titleId: number, changes: Partial<DeferredItem> = {}): DeferredItem => ({
  feed: 'new_titles',
  item: `deferred#${titleId}`,
  titleId,
  status: 'waiting',
  since: '2026-11-23T05:50:00Z',
  runs: 1,
  countedRuns: ['arn:other'],
  lastRun: 'arn:other',
  deferredAt: '2026-11-23T06:00:00Z',
  error: 'Watchmode.Unavailable',
  ...changes,
});
export const unfetched = (titleId: number, changes: Partial<UnfetchedTitle>): UnfetchedTitle => ({
  titleId,
  outcome: 'deferred',
  error: 'Watchmode.Unavailable',
  cause: 'Watchmode answers 500',
  ...changes,
});
export const OUTCOMES: TitleOutcome[] = [
  fetchedTitle(11, { title: 'Amélie 東京 🎬' }),
  unfetched(12, {
    outcome: 'skipped',
    error: 'Watchmode.TitleNotFound',
    cause: 'Watchmode knows no title 12',
  }),
  fetchedTitle(13),
  unfetched(14, { outcome: 'unanswered' }),
  unfetched(15, { error: 'Watchmode.UnexpectedResponse', cause: '/id must be integer' }),
];

interface PublishOptions {
  /** Changes of {@link BATCH}. */
  batch?: Partial<Batch>;
  /** A batch without the members of {@link BATCH}. */
  wholeBatch?: Batch;
  aggregation?: 'none' | 'kpl';
  error?: Error;
  retried?: number;
  progress?: MemoryProgress;
  publishedTitles?: MemoryPublishedTitles;
  limits?: { maxRuns: number; minDays: number };
  departures?: DepartedTitle[];
}

export function publishing(outcomes: TitleOutcome[] = OUTCOMES, options: PublishOptions = {}) {
  const { progress = memoryProgress(), publishedTitles = memoryPublishedTitles() } = options;
  const { limits = { maxRuns: 7, minDays: 3 } } = options;
  const published: Entry[] = [];
  const clock = new FakeClock('2026-11-24T06:00:00Z');
  const { telemetry, lines } = recordedTelemetry(clock);
  const task = createPublishTitles({
    publish(entries) {
      if (options.error !== undefined) return Promise.reject(options.error);
      published.push(...entries);
      return Promise.resolve({ retried: options.retried ?? 0 });
    },
    progress,
    publishedTitles,
    limits,
    clock,
    telemetry,
    records: { aggregation: options.aggregation ?? 'none', aggregatedRecordBytes: 51_200 },
  });
  const event = deepFreeze({
    batch: options.wholeBatch ?? { ...BATCH, ...options.batch },
    outcomes: structuredClone(outcomes),
    ...omitUndefined({ departures: options.departures }),
  });
  const answer = task(event, invocation());
  return { answer, result: answer.then(({ result }) => result), published, lines, progress, publishedTitles };
}

export const metricsOf = (lines: Record<string, unknown>[]) =>
  Object.assign({}, ...lines.filter((line) => '_aws' in line)) as Record<string, unknown>;
