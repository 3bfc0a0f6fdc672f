import { memoryPublishedTitles } from '../../tasks/support/memory-published-titles.ts';
import { describe, expect, it } from '@jest/globals';
import { LateClock } from '../../../bench/late-clock.ts';
import type { JsonValue } from '../../../local/stepfunctions/index.ts';
import { seededRandom } from '../../../local/watchmode/seeded-random.ts';
import { createPublishTitles } from '../../../tasks/publish-titles/publish-titles.ts';
import { MAX_PLACE_MS, placeMs } from '../../../tasks/shared/pacing.ts';
import { batchesFor } from '../../../workflow/pace.ts';
import { memoryProgress } from '../../tasks/support/memory-progress.ts';
import { invocation, recordedTelemetry } from '../../tasks/support/ports.ts';
import { fetchedTitle } from '../../tasks/support/title.ts';
import { LIMITS, WorkflowHarness, summaryOf, titleOf } from './support/workflow-harness.ts';
import { settled } from '../../support/settled.ts';

const MINUTE_MS = 60_000;
const FETCH_MS = 400;
const PUBLISH_MS = 600;
const ROUNDS = 4;

/**
 * Runs titles for several rounds of all places at once, and records the time of each request.
 *
 * @param maxStartMs - maximum time that Lambda takes to start an invocation; it differs for each
 */
async function paced(requestsPerMinute: number, maxStartMs: number) {
  const batchesAtOnce = batchesFor(requestsPerMinute);
  const concurrency = 10 * batchesAtOnce;
  const requestedAt: number[] = [];
  const clock = new LateClock(settled, Date.UTC(2026, 10, 24, 6, 0, 3));
  const random = seededRandom('start of an invocation', requestsPerMinute);
  const start = (signal: AbortSignal) => clock.sleep(random.integer(0, maxStartMs), signal);
  const publishTitles = publishTask(clock);
  const titles = concurrency * ROUNDS;
  const harness = new WorkflowHarness({
    titles,
    batchesAtOnce,
    clock,
    fetch: async (payload, { signal }) => {
      await start(signal);
      const startedAt = clock.now();
      requestedAt.push(startedAt);
      await clock.sleep(FETCH_MS, signal);
      return {
        ...fetchedTitle(titleOf(payload)),
        fetchedAt: new Date(clock.now()).toISOString(),
        placeHeldUntil: new Date(startedAt + placeMs(requestsPerMinute, concurrency)).toISOString(),
      } as unknown as JsonValue;
    },
    publish: async (payload, { signal }) => {
      await start(signal);
      await clock.sleep(PUBLISH_MS, signal);
      return (await publishTitles(payload, invocation())) as unknown as JsonValue;
    },
  });
  const startedAt = clock.now();
  const record = await harness.ingest();
  expect(summaryOf(record)).toMatchObject({ published: titles });
  const tookMs = clock.now() - startedAt;
  const floorMs = (titles / requestsPerMinute) * MINUTE_MS;
  return { requestedAt, tookMs, ratio: tookMs / floorMs };
}

/** The real task, with a stream that accepts everything. */
function publishTask(clock: LateClock) {
  const taskClock = {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    sleep: (milliseconds: number) => clock.sleep(milliseconds, new AbortController().signal),
  };
  return createPublishTitles({
    publishedTitles: memoryPublishedTitles(),
    publish: () => Promise.resolve({ retried: 0 }),
    progress: memoryProgress(),
    limits: LIMITS,
    clock: taskClock,
    telemetry: recordedTelemetry(taskClock, 'error').telemetry,
    records: { aggregation: 'none', aggregatedRecordBytes: 51_200 },
  });
}

/** The most requests in any minute, which Watchmode would refuse beyond its limit. */
function busiestMinute(requestedAt: readonly number[]): number {
  const sorted = [...requestedAt].sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  sorted.forEach((moment, index) => {
    while (moment - sorted[first]! >= MINUTE_MS) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

describe.each([0, 300])(
  'the pace that Keep pace holds, with up to %i ms to start an invocation',
  (maxStartMs) => {
    it.each([60, 70, 120, 300, 600, 1_200])(
      'stays within 1.05 of the floor at %i requests a minute, with no 429',
      async (requestsPerMinute) => {
        const { requestedAt, ratio } = await paced(requestsPerMinute, maxStartMs);

        expect(busiestMinute(requestedAt)).toBeLessThanOrEqual(requestsPerMinute);
        expect(ratio).toBeLessThanOrEqual(1.05);
        expect(ratio).toBeGreaterThanOrEqual(1);
      },
    );
  },
);

it('a run ends if Watchmode announces one request a minute, because no place is held for hours', async () => {
  const { tookMs } = await paced(1, 300);

  expect(tookMs).toBeLessThan(1.05 * ROUNDS * MAX_PLACE_MS);
});
