import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { driftOf } from '../../../local/watchmode/drift.ts';
import { parseFaults } from '../../../local/watchmode/fault-spec.ts';
import { Faults } from '../../../local/watchmode/faults.ts';
import { seededRandom } from '../../../local/watchmode/seeded-random.ts';

/** A page that is neither the first nor behind the last. */
const laterPage = fc
  .record({ limit: fc.integer({ min: 1, max: 12 }), page: fc.integer({ min: 2, max: 9 }), more: fc.nat(40) })
  .map(({ limit, page, more }) => ({
    limit,
    start: (page - 1) * limit,
    total: (page - 1) * limit + 1 + more,
  }));

describe('a page that drifts', () => {
  it('starts up to three entries before or after its place, and counts what came or went', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(laterPage, fc.nat(), ({ limit, start, total }, seed) => {
        const drifted = driftOf({ start, total }, limit, seededRandom(seed));
        const moved = drifted.start - start;
        const grown = drifted.total - total;
        const isLast = start + limit >= drifted.total;
        seen.add(`${moved > 0 ? 'gone' : 'come'}${grown === 0 ? ' and the opposite' : ''}`);

        expect(Math.abs(moved)).toBeGreaterThanOrEqual(1);
        expect(Math.abs(moved)).toBeLessThanOrEqual(Math.min(3, start));
        // With a constant total, as many entries do the opposite behind the page, which is not the last one then.
        expect(grown === -moved || (grown === 0 && start + limit < total)).toBe(true);
        // A page that says that it is the last one shows everything up to the end.
        expect(!isLast || drifted.start + limit >= total).toBe(true);
      }),
      { numRuns: 2_000 },
    );

    expect(seen).toEqual(new Set(['gone', 'come', 'gone and the opposite', 'come and the opposite']));
  });

  it.each([
    ['the first page', { start: 0, total: 30 }],
    ['a page behind the last', { start: 30, total: 30 }],
  ])('is not %s', (_, place) => {
    expect(driftOf(place, 10, seededRandom(1))).toEqual(place);
  });

  it('is drawn by its name and the number of its request, at the rate', () => {
    const page = (index: number) => ({
      ...{ name: `GB:203 ${index}`, number: 3, limit: 250, total: 1_000, moves: true },
      slice: () => [],
    });
    const startsOf = (indexes: readonly number[]) => {
      const faults = new Faults(parseFaults('drift:0.2'), 7, () => 0);
      return new Map(
        indexes.map((index) => {
          const starts = [1, 2].map(() => faults.placeOfNextPage(page(index)).start);
          return [index, starts] as const;
        }),
      );
    };
    const indexes = Array.from({ length: 1_000 }, (_, index) => index);
    const [forwards, backwards] = [startsOf(indexes), startsOf(indexes.toReversed())];
    const first = indexes.map((index) => forwards.get(index)![0]!);

    expect(indexes.map((index) => backwards.get(index))).toEqual([...forwards.values()]);
    expect(first.filter((start) => start !== 500).length / 1_000).toBeCloseTo(0.2, 1);
    expect(indexes.some((index) => new Set(forwards.get(index)).size === 2)).toBe(true);
  });

  it('is no page of a listing by time', () => {
    const faults = new Faults(parseFaults('drift:1'), 7, () => 0);
    const page = { name: 'new_titles 3', number: 3, limit: 250, total: 1_000, slice: () => [] };

    expect(faults.placeOfNextPage(page)).toEqual({ start: 500, total: 1_000 });
  });
});
