import { describe, expect, it } from '@jest/globals';
import { placeMs } from '../../../tasks/shared/pacing.ts';
import { LateClock } from '../../../bench/late-clock.ts';
import { fetched, publishAll, Stage, summaryOf, titleOf } from './stage.ts';
import { batchesFor } from '../../../workflow/pace.ts';
import type { JsonValue } from '../../../local/interpreter/json.ts';
import type { PublishTitlesInput } from '../../../events/types.ts';

const MINUTE_MS = 60_000;
const FETCH_MS = 400;
const PUBLISH_MS = 600;

/** Runs titles for some rounds of all places at once, and notes when each was asked for. */
async function paced(requestsPerMinute: number, batchesAtOnce: number, rounds: number) {
  const concurrency = 10 * batchesAtOnce;
  const requestedAt: number[] = [];
  const clock = new LateClock(
    () => new Promise((resolve) => setImmediate(resolve)),
    Date.UTC(2026, 10, 24, 6, 0, 3),
  );
  const titles = concurrency * rounds;
  const stage = new Stage({
    titles,
    batchesAtOnce,
    clock,
    fetch: async (payload, { signal }) => {
      const startedAt = clock.now();
      requestedAt.push(startedAt);
      await clock.sleep(FETCH_MS, signal);
      return fetched(titleOf(payload), startedAt + placeMs(requestsPerMinute, concurrency));
    },
    publish: async (payload, { signal }) => {
      await clock.sleep(PUBLISH_MS, signal);
      return publishAll(payload as unknown as PublishTitlesInput) as unknown as JsonValue;
    },
  });
  const startedAt = clock.now();
  const record = await stage.ingest();
  expect(summaryOf(record)).toMatchObject({ published: titles });
  const floorMs = (titles / requestsPerMinute) * MINUTE_MS;
  return { requestedAt, ratio: (clock.now() - startedAt) / floorMs };
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

describe('the pace that Keep pace holds', () => {
  it.each([60, 70, 120, 300, 600, 1_200])(
    'stays within 1.05 of the floor at %i requests a minute, with no 429',
    async (requestsPerMinute) => {
      const { requestedAt, ratio } = await paced(requestsPerMinute, batchesFor(requestsPerMinute), 4);

      expect(busiestMinute(requestedAt)).toBeLessThanOrEqual(requestsPerMinute);
      expect(ratio).toBeLessThanOrEqual(1.05);
      expect(ratio).toBeGreaterThanOrEqual(1);
    },
  );
});
