import * as fc from 'fast-check';
import type { TableFault } from '../../../tasks/support/memory-progress.ts';
import type { Fault } from '../../../support/independent-watchmode/independent-watchmode.ts';
import type { StreamFault } from '../../support/scenario.ts';
import {
  GENRES,
  SERVICES,
  TYPES,
  type Death,
  type Drift,
  type PlannedChange,
  type PlannedSweep,
  type SweepScenario,
  type SweptTitle,
} from './scenario.ts';

const DRIFTS = ['pull', 'push', 'pull and push', 'swap', 'hunt', 'blink'] as const;
const FAULTS = [
  'unavailable',
  'charged 502',
  'rate limit',
  'reset',
  'charged reset',
  'malformed',
  'short page',
] as const;

/** Mostly the usual value, otherwise one of some others, for the first requests of a sweep. */
function sometimes<T>(usual: T, others: readonly T[], weight: number, maxLength: number) {
  return fc.array(
    fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) }),
    { maxLength, size: 'max' },
  );
}

/** Mostly nothing, so that a world has few kinds of trouble at once. */
function mostlyEmpty<T>(arbitrary: fc.Arbitrary<readonly T[]>): fc.Arbitrary<readonly T[]> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary });
}

const title: fc.Arbitrary<SweptTitle> = fc.record({
  letters: fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'D', 'é'), minLength: 1, maxLength: 2 }),
  type: fc.constantFrom(...TYPES),
  genre: fc.constantFrom(...GENRES),
  on: fc.subarray([...SERVICES]),
});

const change: fc.Arbitrary<PlannedChange> = fc.record({
  title: fc.nat({ max: 59 }),
  service: fc.nat({ max: SERVICES.length - 1 }),
  change: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('arrives' as const, 'leaves' as const) },
    { weight: 1, arbitrary: fc.constant('is renamed' as const) },
  ),
});

const death: fc.Arbitrary<Death> = fc.record({
  how: fc.oneof(
    { weight: 4, arbitrary: fc.constant('kill' as const) },
    { weight: 1, arbitrary: fc.constant('stop' as const) },
  ),
  atRequest: fc.integer({ min: 1, max: 120 }),
  isSent: fc.boolean(),
});

const sweep: fc.Arbitrary<PlannedSweep> = fc.record({
  afterHours: fc.constantFrom(24, 24, 24, 1, 49),
  changes: fc.array(change, { maxLength: 8, size: 'max' }),
  drift: fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: sometimes<Drift>('none', DRIFTS, 1, 20) },
  ),
  faults: mostlyEmpty(sometimes<Fault | 'none'>('none', FAULTS, 4, 40)),
  tableFaults: mostlyEmpty(
    sometimes<TableFault | 'none'>('none', ['throttled', 'refused', 'answer lost', 'sent twice'], 8, 40),
  ),
  streamFaults: mostlyEmpty(sometimes<StreamFault>('none', ['rejects', 'fails', 'lost'], 2, 6)),
  deaths: mostlyEmpty(fc.array(death, { minLength: 1, maxLength: 3 })),
  redrives: fc.constantFrom(0, 2, 6, 6, 6),
});

/** Sizes of pages with different ends in three sweeps of up to sixty titles. */
const pageSize = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ pageLimit: fc.integer({ min: 6, max: 12 }), pageCap: fc.constant(null) }),
  },
  { weight: 1, arbitrary: fc.constantFrom({ pageLimit: 10, pageCap: 8 }, { pageLimit: 12, pageCap: 9 }) },
);

/** Worlds of one to six sweeps. Quiet sweeps for the rest are added when they are played. */
export const anySweepScenario: fc.Arbitrary<SweepScenario> = fc
  .tuple(
    fc.record({
      seed: fc.nat(),
      titles: fc.array(title, { minLength: 1, maxLength: 60, size: 'max' }),
      byType: fc.oneof(
        { weight: 2, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
      byGenre: fc.oneof(
        { weight: 3, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
      renames: fc.oneof(
        { weight: 4, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
      publishBaseline: fc.boolean(),
      aggregation: fc.constantFrom('none' as const, 'kpl' as const),
      victim: fc.nat({ max: 59 }),
      sweeps: fc.array(sweep, { minLength: 1, maxLength: 6, size: 'max' }),
    }),
    pageSize,
  )
  .map(([scenario, size]) => ({ ...scenario, ...size }));
