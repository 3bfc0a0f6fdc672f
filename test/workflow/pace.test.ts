import { describe, expect, it } from '@jest/globals';
import { placeMs } from '../../tasks/shared/pacing.ts';
import { TITLES_PER_BATCH } from '../../workflow/limits.ts';
import { batchesFor } from '../../workflow/pace.ts';

const MINUTE_MS = 60_000;

describe('the batches at once', () => {
  it.each([
    [1, 1],
    [10, 1],
    [60, 3],
    [70, 7],
    [120, 6],
    [300, 15],
    [600, 30],
    [1_010, 50],
    [1_200, 60],
    [2_000, 100],
    [10_000, 100],
  ])('at %i requests a minute are %i', (requestsPerMinute, batches) => {
    expect(batchesFor(requestsPerMinute)).toBe(batches);
  });

  it('use every ten of 60 to 1,200 requests a minute within 1.05, even if every Wait ends a second late', () => {
    for (let rate = 60; rate <= 1_200; rate += TITLES_PER_BATCH) {
      const places = batchesFor(rate) * TITLES_PER_BATCH;
      const perMinute = (places * MINUTE_MS) / (placeMs(rate, places) + 1_000);

      expect([rate, rate / perMinute <= 1.05]).toEqual([rate, true]);
    }
  });

  it('leave a remainder unused that is too small for another batch', () => {
    expect([batchesFor(69), batchesFor(129)]).toEqual([batchesFor(60), batchesFor(120)]);
  });
});
