import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_PLACE_MS, placeMs } from '../../../tasks/shared/pacing.ts';

const MINUTE_MS = 60_000;

describe('the time for which a request takes a place', () => {
  it('is a whole part of a minute', () => {
    expect(placeMs(120, 60)).toBe(30_000);
    expect(placeMs(120, 120)).toBe(60_000);
    expect(placeMs(1_200, 600)).toBe(30_000);
    expect(placeMs(100, 40)).toBe(30_000);
    expect(placeMs(60_000, 100)).toBe(100);
  });

  it('is more than a minute when there are more places than requests', () => {
    expect(placeMs(7, 10)).toBe(85_715);
  });

  it.each([
    [1, 60],
    [1, 1_000],
    [11, 60],
  ])('is five minutes at most: %i requests a minute, %i places', (requestsPerMinute, places) => {
    expect(placeMs(requestsPerMinute, places)).toBe(MAX_PLACE_MS);
    expect(MAX_PLACE_MS).toBe(5 * MINUTE_MS);
  });

  it('is not bounded where all places have their turn in five minutes', () => {
    expect(placeMs(13, 60)).toBe(276_924);
  });

  it('is 0 while the limit is unknown', () => {
    expect(placeMs(null, 10)).toBe(0);
  });

  it('keeps any minute to the limit, even when all places send at the same moments', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 2_000 }), fc.integer({ min: 1, max: 200 }), (limit, tens) => {
        const places = Math.min(tens * 10, limit - (limit % 10));
        const place = placeMs(limit, places);
        // A minute that begins with a request holds as many as begin in it.
        const perPlace = Math.ceil(MINUTE_MS / place);

        expect(perPlace * places).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
