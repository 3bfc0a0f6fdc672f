import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changes, simulate, type Scenario } from './support/moving-catalogue.ts';

const scenarios = (pageLimit: fc.Arbitrary<number>): fc.Arbitrary<Scenario> =>
  fc.record({
    titles: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 40 }),
    pageLimit,
    sweeps: fc.array(
      fc.record({
        turns: fc.array(changes, { minLength: 1, maxLength: 6 }),
        after: changes,
        stopsAfter: fc.option(fc.integer({ min: 1, max: 4 }), { freq: 5, nil: Number.POSITIVE_INFINITY }),
      }),
      { minLength: 1, maxLength: 10 },
    ),
  });

it('says nothing false about a catalogue that changes between any two pages', () => {
  fc.assert(
    fc.property(scenarios(fc.integer({ min: 1, max: 9 })), (scenario) => {
      const { falseArrivals, falseDepartures, early, repeated, unsaid } = simulate(scenario);

      expect({ falseArrivals, falseDepartures, early, repeated, unsaid }).toEqual({
        falseArrivals: [],
        falseDepartures: [],
        early: [],
        repeated: [],
        unsaid: [],
      });
    }),
    { numRuns: 600 },
  );
});

it('knows exactly what is there once the catalogue has come to rest', () => {
  // Smaller pages than these would always end at the same titles.
  fc.assert(
    fc.property(scenarios(fc.integer({ min: 5, max: 12 })), (scenario) => {
      const { known, truth, missing, gaps } = simulate(scenario);

      expect({ known, missing, gaps }).toEqual({ known: truth, missing: [], gaps: [] });
    }),
    { numRuns: 600 },
  );
});
