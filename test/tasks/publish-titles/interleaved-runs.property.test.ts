import { memoryPublishedTitles } from '../support/memory-published-titles.ts';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Batch, TitleOutcome } from '../../../events/types.ts';
import { createPublishTitles } from '../../../tasks/publish-titles/publish-titles.ts';
import { inTurns } from '../support/in-turns.ts';
import { memoryProgress, orUnavailable, type TableFault } from '../support/memory-progress.ts';
import { FakeClock, invocation, recordedTelemetry } from '../support/ports.ts';
import { fetchedTitle } from '../support/title.ts';
import { BATCH, unfetched } from './support/publishing.ts';

const START = Date.parse('2026-11-24T06:00:00Z');
const TITLES = [1, 2, 3];

/** One batch of a run: the outcome of each title, and the time of its fetch before the batch. */
const work = fc.record({
  run: fc.nat(2),
  outcomes: fc.uniqueArray(
    fc.record({
      titleId: fc.constantFrom(...TITLES),
      isFetched: fc.boolean(),
      fetchedMsAgo: fc.nat(20),
    }),
    { minLength: 1, selector: ({ titleId }) => titleId },
  ),
  /** The number of times that the batch is repeated after it has succeeded. */
  repeats: fc.nat(1),
});
const faults = fc.array(
  fc.constantFrom<(TableFault | undefined)[]>(undefined, undefined, 'throttled', 'answer lost', 'sent twice'),
  { maxLength: 30 },
);

it('three runs that interleave at every call of the table lose no deferred title, and count each run once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(work, { minLength: 1, maxLength: 5 }),
      faults,
      async (scheduler, batches, someFaults) => {
        const clock = new FakeClock(START);
        const table = memoryProgress();
        const faultsLeft = [...someFaults];
        const lastDeferral = new Map<number, number>();
        table.beforeCall = () => {
          clock.advance(1);
          for (const titleId of TITLES) {
            const at = Date.parse(table.deferred('new_titles', titleId)?.deferredAt ?? '1970-01-01');
            lastDeferral.set(titleId, Math.max(at, lastDeferral.get(titleId) ?? 0));
          }
          return faultsLeft.shift();
        };
        const task = createPublishTitles({
          publishedTitles: memoryPublishedTitles(),
          publish: () => Promise.resolve({ retried: 0 }),
          progress: inTurns(table, scheduler),
          limits: { maxRuns: 7, minDays: 3 },
          clock,
          telemetry: recordedTelemetry(clock, 'error').telemetry,
          records: { aggregation: 'none', aggregatedRecordBytes: 51_200 },
        });
        const lastFetch = new Map<number, number>();
        const deferredBy = new Map<number, Set<string>>(TITLES.map((titleId) => [titleId, new Set()]));

        const play = async ({ run, outcomes, repeats }: (typeof batches)[number]) => {
          const executionArn = `arn:${run}`;
          const batch: Batch = { ...BATCH, keepsPace: false, executionArn };
          const titles: TitleOutcome[] = outcomes.map(({ titleId, isFetched, fetchedMsAgo }) => {
            if (!isFetched) {
              deferredBy.get(titleId)?.add(executionArn);
              return unfetched(titleId, {});
            }
            const fetchedAt = clock.now() - fetchedMsAgo;
            lastFetch.set(titleId, Math.max(fetchedAt, lastFetch.get(titleId) ?? 0));
            return { ...fetchedTitle(titleId), fetchedAt: new Date(fetchedAt).toISOString() };
          });
          for (let left = repeats; left >= 0; left -= 1) {
            const answer = await orUnavailable(task({ batch, outcomes: titles }, invocation()));
            // Retries like the state machine.
            if (answer === undefined) left += 1;
          }
        };
        await scheduler.waitFor(Promise.all(batches.map(play)));

        for (const titleId of TITLES) {
          const item = table.deferred('new_titles', titleId);
          const counted = item?.countedRuns ?? [];
          expect(counted).toHaveLength(item?.runs ?? 0);
          expect(new Set(counted).size).toBe(counted.length);
          expect([...(deferredBy.get(titleId) ?? [])]).toEqual(expect.arrayContaining(counted));
          // A run has deferred it since it was last fetched: it waits.
          expect(
            item !== undefined || (lastDeferral.get(titleId) ?? 0) <= (lastFetch.get(titleId) ?? 0),
          ).toBe(true);
          // No run fetched the title, so every run with it is counted.
          const isLost = !lastFetch.has(titleId) && counted.length !== deferredBy.get(titleId)?.size;
          expect(isLost).toBe(false);
        }
      },
    ),
    { numRuns: 200 },
  );
});
