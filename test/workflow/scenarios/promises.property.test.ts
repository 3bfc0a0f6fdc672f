import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PublishTitlesInput } from '../../../events/types.ts';
import type { JsonValue } from '../../../local/interpreter/json.ts';
import { fail, fetched, publishAll, Stage, summaryOf, titleOf } from './stage.ts';

/** What Watchmode makes of a title. */
const FATES = {
  fine: () => undefined,
  unknown: () => fail('Watchmode.TitleNotFound', 'Watchmode does not know it'),
  broken: () => fail('Watchmode.Unavailable', 'Watchmode answers 500'),
  nonsense: () => fail('Watchmode.UnexpectedResponse', '/id must be integer'),
  crash: () => fail('Runtime.OutOfMemory', 'the function used up its memory'),
  refused: () => fail('Watchmode.RateLimited', 'Watchmode answers 429'),
} as const;
type Fate = keyof typeof FATES;

const MINUTE_MS = 60_000;

interface World {
  readonly fates: readonly Fate[];
  /** Watchmode is down from one minute of the run to another. */
  readonly outage: { readonly from: number; readonly minutes: number };
  /** After so many titles that were bought the key is refused once, which fails the run. */
  readonly refusalAfter: number | null;
  /** The stream refuses so many calls of publish-titles. */
  readonly streamFaults: number;
  readonly batchesAtOnce: number;
}

/** A run in a world, redriven for as long as it fails. What was bought and published is counted. */
async function runIn({ fates, outage, refusalAfter, streamFaults, batchesAtOnce }: World) {
  const bought: number[] = [];
  const published: number[] = [];
  let isRefused = false;
  let streamFaultsLeft = streamFaults;
  const stage: Stage = new Stage({
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
      return fetched(titleId, stage.clock.now());
    },
    check: () => {
      if (isDown()) return fail('Watchmode.Unavailable', 'GET /status: no answer (ECONNREFUSED)');
      return { checkedAt: new Date(stage.clock.now()).toISOString(), creditsUsed: 1 };
    },
    publish: (payload) => {
      if (streamFaultsLeft > 0) {
        streamFaultsLeft -= 1;
        return fail('Stream.Throttled', 'full');
      }
      const input = payload as unknown as PublishTitlesInput;
      published.push(
        ...input.outcomes.flatMap(({ titleId, outcome }) => (outcome === 'fetched' ? [titleId] : [])),
      );
      return publishAll(input) as unknown as JsonValue;
    },
  });
  const startedAt = stage.clock.now();
  const isDown = () => {
    const minutes = (stage.clock.now() - startedAt) / MINUTE_MS;
    return minutes >= outage.from && minutes < outage.from + outage.minutes;
  };
  let record = await stage.ingest();
  let redrives = 0;
  while (record.status === 'FAILED' && redrives < 20) {
    redrives += 1;
    record = await stage.redrive(record.executionArn);
  }
  return { stage, record, bought, published, redrives };
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
  batchesAtOnce: fc.integer({ min: 1, max: 3 }),
});

const idsOf = (fates: readonly Fate[], wanted: readonly Fate[]) =>
  fates.flatMap((fate, index) => (wanted.includes(fate) ? [index + 1] : []));
const inOrder = (ids: readonly number[]) => [...ids].sort((a, b) => a - b);

describe('whatever happens to a run that is redriven until it succeeds', () => {
  it('each title is accounted for, none is bought or published twice, and what could not be had waits', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (facts) => {
        const { stage, record, bought, published } = await runIn(facts);
        const fine = idsOf(facts.fates, ['fine']);
        const unknown = idsOf(facts.fates, ['unknown']);
        const lost = idsOf(facts.fates, ['broken', 'nonsense', 'crash', 'refused']);

        expect(record.status).toBe('SUCCEEDED');
        const summary = summaryOf(record);
        expect(summary.discovered).toBe(
          summary.published + summary.skipped + summary.deferred + summary.rejected,
        );
        expect(summary).toMatchObject({
          discovered: facts.fates.length,
          published: fine.length,
          skipped: unknown.length,
          deferred: lost.length,
          rejected: 0,
          watermark: '2026-11-24T06:00:00Z',
        });
        expect(inOrder(bought)).toEqual(fine);
        expect(inOrder(published)).toEqual(fine);
        expect(
          stage.stored?.deferred.map((entry) => Number(entry.split(' ')[0])).sort((a, b) => a - b),
        ).toEqual(lost);
      }),
      { numRuns: 150 },
    );
  });
});
