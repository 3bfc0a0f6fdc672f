import { describe, expect, it } from '@jest/globals';
import { mapInParallel } from '../../operate/parallel.ts';
import { settled } from '../support/settled.ts';

describe('mapInParallel', () => {
  it('works on no more items at once than the limit allows, and on as many', async () => {
    let under = 0;
    let most = 0;
    const results = await mapInParallel([5, 1, 4, 2, 3], 2, async (item) => {
      under += 1;
      most = Math.max(most, under);
      for (let turn = 0; turn < item; turn += 1) await settled();
      under -= 1;
      return item * 10;
    });
    expect(most).toBe(2);
    expect(results).toEqual([50, 10, 40, 20, 30]);
  });

  it('rejects with what the work rejects with', async () => {
    const work = (item: number) => (item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item));
    await expect(mapInParallel([1, 2, 3], 3, work)).rejects.toThrow('two');
  });

  it('returns nothing for no items', async () => {
    await expect(mapInParallel([], 4, () => Promise.reject(new Error('called')))).resolves.toEqual([]);
  });
});
