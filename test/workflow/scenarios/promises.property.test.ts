import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PublishTitlesInput } from '../../../events/types.ts';
import type { TaskCall } from '../../../local/stepfunctions/index.ts';
import type { TableFault } from '../../tasks/support/memory-progress.ts';
import { fail, fetched, WorkflowHarness, summaryOf, titleOf } from './support/workflow-harness.ts';

/** The responses of Watchmode for a title. */
const FATES = {
  fine: () => undefined,
  unknown: () => fail('Watchmode.TitleNotFound', 'Watchmode does not know it'),
  broken: () => fail('Watchmode.Unavailable', 'Watchmode answers 500'),
  nonsense: () => fail('Watchmode.UnexpectedResponse', '/id must be integer'),
  crash: () => fail('Runtime.OutOfMemory', 'the function used up its memory'),
  refused: () => fail('Watchmode.RateLimited', 'Watchmode answers 429'),
} as const;
type Fate = keyof typeof FATES;

const TABLE_FAULTS: readonly TableFault[] = ['throttled', 'refused', 'answer lost', 'sent twice'];
const MINUTE_MS = 60_000;

/** More than the longest outage needs: an hour of waits a redrive, or less by jitter, and 20 faults of the stream. */
const MAX_REDRIVES = 80;

/** The titles with a record that publish-titles is given. */
function fetchedTitles({ arguments: text }: TaskCall): number[] {
  const { Payload } = JSON.parse(text) as { readonly Payload: PublishTitlesInput };
  return Payload.outcomes.flatMap(({ titleId, outcome }) => (outcome === 'fetched' ? [titleId] : []));
}

interface World {
  readonly fates: readonly Fate[];
  /** The minutes of the run between which Watchmode is down. */
  readonly outage: { readonly from: number; readonly minutes: number };
  /** The number of titles bought before the key is refused once, which fails the run. */
  readonly refusalAfter: number | null;
  /** The number of calls of publish-titles that the stream refuses. */
  readonly streamFaults: number;
  /** Faults of the first calls of the progress table, in order. */
  readonly tableFaults: readonly (TableFault | undefined)[];
  readonly batchesAtOnce: number;
}

/** Redrives a run in a world until it succeeds. Counts the titles bought and published. */
async function runIn({ fates, outage, refusalAfter, streamFaults, tableFaults, batchesAtOnce }: World) {
  const bought: number[] = [];
  const published: number[] = [];
  let isRefused = false;
  let streamFaultsLeft = streamFaults;
  const harness: WorkflowHarness = new WorkflowHarness({
    titles: fates.length,
    batchesAtOnce,
    fetch: (payload) => {
      const titleId = titleOf(payload);
      if (isDown()) return fail('Watchmode.Unavailable', 'no answer (ECONNREFUSED)');
      if (refusalAfter !== null && bought.length >= refusalAfter && !isRefused) {
        isRefused = true;
        return fail('Watchmode.Unauthorized', 'bad key');
      }
      FATES[fates[titleId - 1] ?? 'fine']();
      bought.push(titleId);
      return fetched(titleId, harness.clock.now());
    },
    check: () => {
      if (isDown()) return fail('Watchmode.Unavailable', 'GET /status: no answer (ECONNREFUSED)');
      return { checkedAt: new Date(harness.clock.now()).toISOString(), creditsUsed: 1 };
    },
    around: async (call, carryOut) => {
      if (call.stateName !== 'Publish titles') return carryOut();
      // A fault happens before the work, or after the work but before the answer.
      const isFault = streamFaultsLeft > 0;
      const isWorkDone = streamFaultsLeft % 2 === 1;
      streamFaultsLeft = Math.max(0, streamFaultsLeft - 1);
      if (isFault) {
        if (isWorkDone) await carryOut();
        return { status: 'FAILED', error: 'Stream.Throttled', cause: 'full' };
      }
      const outcome = await carryOut();
      if (outcome.status === 'SUCCEEDED') published.push(...fetchedTitles(call));
      return outcome;
    },
  });
  const faults = tableFaults.values();
  harness.progress.beforeCall = () => faults.next().value;
  const startedAt = harness.clock.now();
  const isDown = () => {
    const minutes = (harness.clock.now() - startedAt) / MINUTE_MS;
    return minutes >= outage.from && minutes < outage.from + outage.minutes;
  };
  let record = await harness.ingest();
  let redrives = 0;
  while (record.status === 'FAILED' && redrives < MAX_REDRIVES) {
    redrives += 1;
    record = await harness.redrive(record.executionArn);
  }
  return { harness, record, bought, published, redrives };
}

const world: fc.Arbitrary<World> = fc.record({
  fates: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constant<Fate>('fine') },
      { weight: 1, arbitrary: fc.constantFrom(...(Object.keys(FATES) as Fate[])) },
    ),
    { minLength: 1, maxLength: 35 },
  ),
  outage: fc.record({
    from: fc.constantFrom(0, 0.1, 0.5, 1_000),
    minutes: fc.constantFrom(1, 30, 120, 600, 1_200),
  }),
  refusalAfter: fc.option(fc.nat({ max: 30 })),
  streamFaults: fc.constantFrom(0, 0, 3, 7, 20),
  tableFaults: fc.oneof(
    fc.constant([]),
    fc.array(fc.constantFrom(undefined, undefined, ...TABLE_FAULTS), { maxLength: 60 }),
  ),
  batchesAtOnce: fc.integer({ min: 1, max: 3 }),
});

const idsOf = (fates: readonly Fate[], wanted: readonly Fate[]) =>
  fates.flatMap((fate, index) => (wanted.includes(fate) ? [index + 1] : []));
const inOrder = (ids: readonly number[]) => [...ids].sort((a, b) => a - b);

describe('a run that is redriven until it succeeds', () => {
  it('accounts for each title, buys and publishes none twice, and keeps deferred titles', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (facts) => {
        const { harness, record, bought, published } = await runIn(facts);
        const fine = idsOf(facts.fates, ['fine']);
        // Listed by the feed at this moment, a title that Watchmode does not know waits like any other.
        const lost = idsOf(facts.fates, ['unknown', 'broken', 'nonsense', 'crash', 'refused']);

        expect(record.status).toBe('SUCCEEDED');
        const summary = summaryOf(record);
        expect(summary.discovered).toBe(
          summary.published + summary.skipped + summary.deferred + summary.rejected,
        );
        expect(summary).toMatchObject({
          discovered: facts.fates.length,
          published: fine.length,
          skipped: 0,
          deferred: lost.length,
          rejected: 0,
        });
        expect(harness.watermark).toBe('2026-11-24T06:00:00Z');
        expect(inOrder(bought)).toEqual(fine);
        expect(inOrder(published)).toEqual(fine);
        expect(harness.deferred.map(({ titleId }) => titleId).sort((a, b) => a - b)).toEqual(lost);
        // It counts once, however often its batch was published, retried and redriven.
        expect(harness.deferred.every(({ runs, status }) => runs === 1 && status === 'waiting')).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
