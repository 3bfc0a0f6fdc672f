import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeProgress, MAX_DEFERRED } from '../../../events/feed-progress.ts';
import type { Run, SettleDeferredInput, Tally } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import { createSettleDeferred } from '../../../tasks/settle-deferred/settle-deferred.ts';
import { deepFreeze, FakeClock, invocation, recordedTelemetry } from '../support/ports.ts';

const END = '2026-11-24T06:00:00Z';
const BEFORE = '2026-11-23T06:00:00Z';
const RUN: Run = {
  feed: 'new_titles',
  window: { start: '2026-11-23T05:00:00Z', end: END },
  regions: ['GB'],
  dryRun: false,
  discovered: 10,
  advancesWatermark: true,
  keepsDeferred: true,
  creditsUsed: 1,
  batchResultBytes: 4_096,
  skippedBecause: null,
};
const TALLY: Tally = { published: 10, skipped: 0, deferred: 0, rejected: 0, credits: 20, setAside: [] };
const parameter = (watermark: string | null, ...deferred: string[]) =>
  JSON.stringify({ watermark, deferred });
const ids = (count: number, from = 1) => Array.from({ length: count }, (_, index) => index + from);

interface Facts {
  readonly run?: Partial<Run>;
  readonly stored?: string | null;
  readonly waiting?: readonly number[];
  readonly named?: readonly string[];
  readonly deferred?: number;
  readonly unnamed?: number;
  readonly setAside?: Tally['setAside'];
  readonly maxDeferrals?: number;
}

/** Settles a run that has deferred what it names, unless it says how many. */
async function settle(facts: Facts) {
  const { run, stored = parameter(BEFORE), waiting = [], named = [], unnamed = 0 } = facts;
  const { telemetry, lines } = recordedTelemetry(new FakeClock('2026-11-24T07:00:00Z'));
  const input: SettleDeferredInput = {
    run: { ...RUN, ...run },
    startedAt: '2026-11-24T06:00:03.250Z',
    waiting: [...waiting],
    tally: { ...TALLY, deferred: facts.deferred ?? named.length + unnamed, setAside: facts.setAside ?? [] },
    named: [...named],
    unnamed,
    parameter: stored,
  };
  expect(findViolations('SettleDeferredInput', input)).toEqual([]);
  const task = createSettleDeferred({ telemetry, maxDeferrals: facts.maxDeferrals ?? 7 });
  const settlement = await task(deepFreeze(input), invocation());
  expect(findViolations('Settlement', settlement)).toEqual([]);
  return { ...settlement, kept: JSON.parse(settlement.parameter) as unknown, lines };
}

describe('the watermark', () => {
  it('moves to the end of the window', async () => {
    const { kept, progress, tally } = await settle({});

    expect(kept).toEqual({ watermark: END, deferred: [] });
    expect(progress).toEqual({ watermark: END, watermarkHeld: false, deferredOmitted: 0 });
    expect(tally).toEqual(TALLY);
  });

  it('is created where there is none', async () => {
    expect((await settle({ stored: null })).kept).toEqual({ watermark: END, deferred: [] });
  });

  it('never moves backwards', async () => {
    const { kept, progress } = await settle({ stored: parameter('2026-11-25T06:00:00Z') });

    expect(kept).toMatchObject({ watermark: '2026-11-25T06:00:00Z' });
    expect(progress.watermark).toBe('2026-11-25T06:00:00Z');
  });

  it('stays after a run that did not cover the open window', async () => {
    const { kept, progress } = await settle({
      run: { advancesWatermark: false, window: null },
      named: ['5 U'],
    });

    expect(kept).toEqual({ watermark: BEFORE, deferred: ['5 1795500003 1 U'] });
    expect(progress).toEqual({ watermark: null, watermarkHeld: false, deferredOmitted: 0 });
  });

  it('cannot be told from a parameter that holds something else', async () => {
    await expect(settle({ stored: '2026-11-23T06:00:00Z' })).rejects.toMatchObject({
      name: 'ConfigurationError',
    });
  });
});

describe('a title that was deferred', () => {
  it('waits from the start of the run on', async () => {
    expect((await settle({ named: ['5 X'] })).kept).toMatchObject({ deferred: ['5 1795500003 1 X'] });
  });

  it('is counted once more when it waited before, with its newest error', async () => {
    const { kept } = await settle({
      stored: parameter(BEFORE, '5 1795400000 3 R'),
      waiting: [5],
      named: ['5 U'],
    });

    expect(kept).toMatchObject({ deferred: ['5 1795400000 4 U'] });
  });

  it('no longer waits when this run has had it', async () => {
    const { kept } = await settle({ stored: parameter(BEFORE, '5 1795400000 3 R'), waiting: [5] });

    expect(kept).toMatchObject({ deferred: [] });
  });

  it('goes on waiting as it is when another run has added it meanwhile', async () => {
    const { kept } = await settle({ stored: parameter(BEFORE, '8 1795490000 1 X'), named: ['5 U'] });

    expect(kept).toMatchObject({ deferred: ['8 1795490000 1 X', '5 1795500003 1 U'] });
  });

  it('is rejected by the last run that may try, with the whole story', async () => {
    const { kept, tally, lines } = await settle({
      stored: parameter(BEFORE, '5 1795400000 6 R'),
      waiting: [5],
      named: ['5 U', '6 T'],
      setAside: [
        { titleId: 5, outcome: 'deferred', reason: 'Watchmode answers 500' },
        { titleId: 6, outcome: 'deferred', reason: 'States.Timeout' },
      ],
    });

    expect(kept).toMatchObject({ deferred: ['6 1795500003 1 T'] });
    expect(tally).toEqual({
      ...TALLY,
      deferred: 1,
      rejected: 1,
      setAside: [
        {
          titleId: 5,
          outcome: 'rejected',
          reason:
            'given up after 7 runs since 2026-11-23T02:13:20Z, last because of Watchmode.Unavailable: Watchmode answers 500',
        },
        { titleId: 6, outcome: 'deferred', reason: 'States.Timeout' },
      ],
    });
    expect(lines).toMatchObject([
      { level: 'WARN', message: 'rejected a title for good', titleId: 5, runs: 7, feed: 'new_titles' },
      { TitlesRejected: 1 },
    ]);
  });

  it('may be rejected at once where the deployment wants it, and is listed though its batch had no room', async () => {
    const { kept, tally } = await settle({ named: ['5 U'], maxDeferrals: 1 });

    expect(kept).toMatchObject({ deferred: [] });
    expect(tally).toMatchObject({
      deferred: 0,
      rejected: 1,
      setAside: [
        {
          titleId: 5,
          outcome: 'rejected',
          reason: 'given up after 1 run since 2026-11-24T06:00:03Z, last because of Watchmode.Unavailable',
        },
      ],
    });
  });
});

describe('more deferred titles than are kept', () => {
  const some = (count: number) => ids(count).map((titleId) => `${titleId} U`);

  it('are one more than a hundred: the watermark stays, and only those that waited before are kept', async () => {
    const fits = await settle({ named: some(100) });
    const held = await settle({
      named: some(100),
      deferred: 101,
      waiting: [1, 200],
      stored: parameter(BEFORE, '1 1795400000 1 R', '200 1795400000 1 R'),
    });

    expect(fits.progress).toEqual({ watermark: END, watermarkHeld: false, deferredOmitted: 0 });
    expect(decodeProgress(fits.parameter).waiting).toHaveLength(100);
    expect(held.progress).toEqual({ watermark: null, watermarkHeld: true, deferredOmitted: 100 });
    expect(held.kept).toEqual({ watermark: BEFORE, deferred: ['1 1795400000 2 U'] });
  });

  it('of a closed window are kept as far as there is room', async () => {
    const {
      kept,
      progress,
      parameter: text,
    } = await settle({
      run: { advancesWatermark: false },
      named: some(100),
      deferred: 130,
      waiting: [],
      stored: parameter(BEFORE, '500 1795400000 1 R'),
    });

    expect(decodeProgress(text).waiting).toHaveLength(MAX_DEFERRED);
    expect(decodeProgress(text).waiting[0]?.titleId).toBe(500);

    expect(kept).toMatchObject({ watermark: BEFORE });
    expect(progress).toEqual({ watermark: null, watermarkHeld: false, deferredOmitted: 31 });
  });

  it('include those for whose names batches had no room, though fewer than a hundred: nothing is lost', async () => {
    const { kept, progress } = await settle({
      named: ['1 U', '5 U'],
      unnamed: 98,
      waiting: [1, 200],
      stored: parameter(BEFORE, '1 1795400000 1 R', '200 1795400000 1 R'),
    });

    expect(progress).toMatchObject({ watermark: null, watermarkHeld: true });
    // Title 200 was published, or deferred without being named.
    expect(kept).toEqual({ watermark: BEFORE, deferred: ['200 1795400000 1 R', '1 1795400000 2 U'] });
  });
});

describe('whatever a run has met', () => {
  const titleId = fc.integer({ min: 1, max: 300 });
  const facts = fc.record({
    run: fc.record({ advancesWatermark: fc.boolean() }),
    storedIds: fc.uniqueArray(titleId, { maxLength: MAX_DEFERRED }),
    waiting: fc.uniqueArray(titleId, { maxLength: MAX_DEFERRED }),
    namedIds: fc.uniqueArray(titleId, { maxLength: MAX_DEFERRED }),
    unnamed: fc.constantFrom(0, 0, 1, 40),
    runs: fc.integer({ min: 1, max: 7 }),
  });

  it('no title is lost: each waits, is rejected, or lies in a window that is listed again', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async ({ run, storedIds, waiting, namedIds, unnamed, runs }) => {
        const stored = parameter(BEFORE, ...storedIds.map((id) => `${id} 1795400000 ${runs} R`));
        const named = namedIds.map((id) => `${id} U`);

        const settled = await settle({ run, stored, waiting, named, unnamed });

        const keptIds = decodeProgress(settled.parameter).waiting.map((title) => title.titleId);
        const rejectedIds = settled.tally.setAside.map((title) => title.titleId);
        const { watermark, watermarkHeld, deferredOmitted } = settled.progress;
        const isListedAgain = (id: number) => watermarkHeld && !storedIds.includes(id);
        const isOmitted = !run.advancesWatermark && deferredOmitted > 0;
        const isSafe = (id: number) => keptIds.includes(id) || rejectedIds.includes(id) || isListedAgain(id);
        // With titles that have no name, none of those that wait can be known to be published.
        const atStake = unnamed === 0 ? namedIds : [...namedIds, ...storedIds];
        expect(atStake.filter((id) => !isSafe(id) && !isOmitted)).toEqual([]);
        expect(new Set(keptIds).size).toBe(keptIds.length);
        expect(keptIds.length).toBeLessThanOrEqual(MAX_DEFERRED);
        expect(settled.tally.deferred + settled.tally.rejected).toBe(named.length + unnamed);
        expect(watermark === END).toBe(run.advancesWatermark && !watermarkHeld);
      }),
    );
  });
});
