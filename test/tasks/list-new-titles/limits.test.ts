import { describe, expect, it } from '@jest/globals';
import { checkListingBytes, checkTitleCount } from '../../../tasks/list-new-titles/limits.ts';
import { MAX_TITLES } from '../../../events/max-titles.ts';

describe('the number of titles', () => {
  it('may be 25,000, and no more', () => {
    expect(() => checkTitleCount(25_000)).not.toThrow();
    expect(() => checkTitleCount(25_001)).toThrow(
      expect.objectContaining({ name: 'TooManyTitles', reason: 'titles', found: 25_001, limit: 25_000 }),
    );
  });

  it('is refused with a remedy', () => {
    expect(() => checkTitleCount(30_000)).toThrow(
      'The run would have 30000 titles; 25000 are allowed. Narrow the window, set maxTitles, or split the range into runs with `tvguide backfill`',
    );
  });
});

describe('the size of a listing', () => {
  it('may be 250,000 bytes, and no more', () => {
    expect(() => checkListingBytes('x'.repeat(249_998))).not.toThrow();
    expect(() => checkListingBytes('x'.repeat(249_999))).toThrow(
      expect.objectContaining({ name: 'TooManyTitles', reason: 'bytes', found: 250_001, limit: 250_000 }),
    );
  });

  it('is that of 25,000 of the longest IDs, which are too many, and of as many of real ones, which are not', () => {
    const listing = (id: number) => ({ titleIds: Array.from({ length: MAX_TITLES }, () => id) });

    expect(() => checkListingBytes(listing(2_147_483_647))).toThrow(
      expect.objectContaining({ name: 'TooManyTitles' }),
    );
    expect(() => checkListingBytes(listing(3_173_903))).not.toThrow();
  });
});
