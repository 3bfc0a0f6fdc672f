import type { StreamEvent } from '../../../../events/types.ts';
import { createRefreshReferenceData } from '../../../../tasks/refresh-reference-data/refresh-reference-data.ts';
import type { Entry } from '../../../../tasks/shared/stream/entry.ts';
import { fakeWatchmode, type FakeAnswers } from '../../support/fake-watchmode.ts';
import { memoryProgress, type MemoryProgress } from '../../support/memory-progress.ts';
import { FakeClock, invocation, recordedTelemetry } from '../../support/ports.ts';

export const OWN = 'arn:own';

export const SOURCES = [
  { id: 203, name: 'Netflix', type: 'sub', regions: ['US', 'GB', 'XX', 'GB'] },
  { id: 26, name: 'Prime Video', type: 'sub', regions: ['GB'] },
];
export const GENRES = [{ id: 4, name: 'Comedy' }];
export const REGIONS = [
  { country: 'GB', name: 'United Kingdom', plan_enabled: true },
  { country: 'XX', name: 'Nowhere', plan_enabled: false },
];

interface RefreshOptions {
  readonly answers?: FakeAnswers;
  readonly creditReserve?: number;
  readonly progress?: MemoryProgress;
  readonly clock?: FakeClock;
}

/** The task over a Watchmode, a table and a stream in memory. */
export function refreshing({ answers = {}, creditReserve = 0, ...options }: RefreshOptions = {}) {
  const { progress = memoryProgress(), clock = new FakeClock('2026-11-24T06:00:00.000Z') } = options;
  const watchmode = fakeWatchmode({
    sources: () => SOURCES,
    genres: () => GENRES,
    regions: () => REGIONS,
    ...answers,
  });
  const published: Entry[] = [];
  const stream = { error: null as Error | null };
  const { telemetry, lines } = recordedTelemetry(clock);
  const task = createRefreshReferenceData({
    watchmode,
    progress,
    clock,
    telemetry,
    settings: { creditReserve, aggregation: 'none', aggregatedRecordBytes: 51_200 },
    publish(entries) {
      if (stream.error !== null) return Promise.reject(stream.error);
      published.push(...entries);
      return Promise.resolve({ retried: 0 });
    },
  });
  return {
    progress,
    clock,
    stream,
    lines,
    refresh: (executionArn = OWN, dryRun = false) => task({ executionArn, dryRun }, invocation()),
    /** The events on the stream so far. */
    events: () => published.map(({ data }) => JSON.parse(Buffer.from(data).toString('utf8')) as StreamEvent),
    partitionKeys: () => published.map(({ partitionKey }) => partitionKey),
    /** The names of the requests so far that cost a credit. */
    bought: () => watchmode.calls.map(([name]) => name).filter((name) => name !== 'status'),
    requests: () => watchmode.calls.map(([name]) => name),
  };
}
