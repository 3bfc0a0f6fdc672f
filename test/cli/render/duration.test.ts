import { describe, expect, it } from '@jest/globals';
import { duration } from '../../../cli/render/duration.ts';

describe('duration', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [3_140, '3.1 s'],
    [59_960, '1 min 00 s'],
    [125_000, '2 min 05 s'],
    [3_599_900, '1 h 00 min'],
    [3_725_000, '1 h 02 min'],
  ])('says %i ms as %s', (milliseconds, said) => {
    expect(duration(milliseconds)).toBe(said);
  });
});
