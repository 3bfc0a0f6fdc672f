import { describe, expect, it } from '@jest/globals';
import definition from '../../../workflow/title-ingestion.asl.json' with { type: 'json' };
import {
  batchResultBytes,
  checkListingBytes,
  checkTitleCount,
  MAX_TITLES,
  TITLES_PER_BATCH,
} from '../../../tasks/list-new-titles/limits.ts';

describe('the number of titles', () => {
  it('may be 25,000, and no more', () => {
    expect(() => checkTitleCount(25_000)).not.toThrow();
    expect(() => checkTitleCount(25_001)).toThrow(
      expect.objectContaining({ name: 'TooManyTitles', reason: 'titles', found: 25_001, limit: 25_000 }),
    );
  });

  it('is refused with what to do', () => {
    expect(() => checkTitleCount(30_000)).toThrow(
      'The run would carry 30000 titles; 25000 are allowed. Narrow the window, set maxTitles, or split the range into runs with `tvguide backfill`',
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

describe("a batch's share of the payload", () => {
  it('is that of the state machine', () => {
    expect(definition.States['Ingest titles'].ItemBatcher.MaxItemsPerBatch).toBe(TITLES_PER_BATCH);
  });

  it('keeps all results together below 256 KiB, however many titles there are', () => {
    for (const titles of [0, 1, 10, 11, 619, 620, 621, 5_000, 9_999, MAX_TITLES]) {
      const batches = Math.ceil(titles / TITLES_PER_BATCH);
      const bytes = batchResultBytes(titles);

      expect(bytes).toBeLessThanOrEqual(4_096);
      // An array has a comma after every result but the last, and two brackets.
      expect(batches * (bytes + 1) + 1).toBeLessThanOrEqual(262_144 - 8_192 + 1);
    }
  });

  it('has room for the counts of the largest run', () => {
    const counts = {
      published: 10,
      skipped: 10,
      deferred: 10,
      credits: 20,
      named: [],
      setAside: [],
    };

    expect(batchResultBytes(MAX_TITLES)).toBe(100);
    expect(JSON.stringify(counts).length).toBeLessThanOrEqual(100);
  });

  it('is capped for small runs', () => {
    expect([0, 1, 100, 600].map(batchResultBytes)).toEqual([4_096, 4_096, 4_096, 4_096]);
    expect(batchResultBytes(1_000)).toBe(2_538);
  });
});
