import { describe, expect, it } from '@jest/globals';
import { creditsOfMonth, creditsOfSweeps } from '../../events/sweep-credits.ts';

describe('the credits of a sweep', () => {
  it('are one a page, three for the reference data and two a new title', () => {
    expect(creditsOfSweeps({ pages: 30, titles: 20 })).toEqual({
      pages: 30,
      referenceData: 3,
      titles: 40,
      all: 73,
    });
    expect(creditsOfSweeps({ pages: 1, titles: 0 }).all).toBe(4);
  });
});

describe('the credits of a month of sweeps', () => {
  it.each([
    ['daily', 30, { pages: 900, referenceData: 90, titles: 0, all: 990 }],
    ['weekly', 4, { pages: 120, referenceData: 12, titles: 0, all: 132 }],
    // The reference data are bought once a day.
    ['twice a day', 60, { pages: 1_800, referenceData: 90, titles: 0, all: 1_890 }],
    ['none', 0, { pages: 0, referenceData: 0, titles: 0, all: 0 }],
  ])('of 30 pages, %s', (_, sweeps, credits) => {
    expect(creditsOfMonth({ pages: 30, titles: 0 }, sweeps)).toEqual(credits);
  });
});
