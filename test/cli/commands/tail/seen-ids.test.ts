import { describe, expect, it } from '@jest/globals';
import { SeenIds } from '../../../../cli/commands/tail/seen-ids.ts';

describe('SeenIds', () => {
  it('returns true for a new id only', () => {
    const seen = new SeenIds();
    expect([seen.add('a'), seen.add('b'), seen.add('a')]).toEqual([true, true, false]);
  });

  it('forgets the oldest when it is full', () => {
    const seen = new SeenIds(2);
    for (const id of ['a', 'b', 'c']) seen.add(id);
    expect([seen.add('b'), seen.add('c'), seen.add('a')]).toEqual([false, false, true]);
  });
});
