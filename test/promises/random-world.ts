import * as fc from 'fast-check';
import type { Outage, StreamFault, WorldFacts, WorldTitle } from './world.ts';

/** What a person or a schedule does with one run of a world. */
export interface PlannedRun {
  /** Whether it is started twice, a second apart. */
  readonly hasTwin: boolean;
  /** Minutes after its start at which somebody stops it, if it still runs; null: nobody does. */
  readonly stopAfterMinutes: number | null;
  /** After each of these waits, in minutes, it is redriven, as long as it has not succeeded. */
  readonly redriveAfterMinutes: readonly number[];
}

/** A world and what happens in it. Runs start a day apart. */
export interface Scenario extends WorldFacts {
  readonly runs: readonly PlannedRun[];
}

const DAY_MINUTES = 24 * 60;

const title: fc.Arbitrary<WorldTitle> = fc.record({
  // Some days, as the first run looks a day back, and some titles come while runs are at work.
  listedAtMinutes: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: -20 * 60, max: 0 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 * DAY_MINUTES }) },
  ),
  behaviour: fc.oneof(
    { weight: 6, arbitrary: fc.constant('fine' as const) },
    { weight: 1, arbitrary: fc.constantFrom('missing' as const, 'broken' as const, 'odd' as const) },
    { weight: 1, arbitrary: fc.record({ flaky: fc.integer({ min: 1, max: 14 }) }) },
  ),
  revisedAtMinutes: fc.integer({ min: -DAY_MINUTES, max: 4 * DAY_MINUTES }),
});

const outage: fc.Arbitrary<Outage> = fc.oneof(
  // Seconds into a run, for a short while.
  fc.record({
    fromMinutes: fc.double({ min: 0, max: 0.1, noNaN: true }),
    lastsMinutes: fc.double({ min: 0.01, max: 3, noNaN: true }),
  }),
  fc.record({
    fromMinutes: fc.integer({ min: -60, max: 2 * DAY_MINUTES }),
    lastsMinutes: fc.integer({ min: 1, max: 400 }),
  }),
);

const run: fc.Arbitrary<PlannedRun> = fc.record({
  hasTwin: fc.oneof(
    { weight: 2, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  stopAfterMinutes: fc.option(fc.double({ min: 0, max: 2, noNaN: true }), { nil: null, freq: 2 }),
  redriveAfterMinutes: fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 3 }),
});

/** Scenarios of up to 14 titles and three days, then some quiet days for what is left. */
export const anyScenario: fc.Arbitrary<Scenario> = fc.record({
  titles: fc.array(title, { maxLength: 14 }),
  outages: fc.array(outage, { maxLength: 2 }),
  streamFaults: fc.array(fc.constantFrom<StreamFault>('none', 'rejects', 'fails', 'lost'), {
    maxLength: 12,
  }),
  maxDeferrals: fc.integer({ min: 1, max: 3 }),
  runs: fc.array(run, { minLength: 1, maxLength: 3 }),
});
