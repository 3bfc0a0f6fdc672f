import { describe, expect, it } from '@jest/globals';
import { bar, duration } from '../../../cli/render/bar.ts';

describe('bar', () => {
  it.each([
    [0, 0, 10, '░░░░░░░░░░'],
    [3, 5, 10, '███▒▒░░░░░'],
    [10, 10, 10, '██████████'],
    [5, 3, 10, '█████░░░░░'],
    [0, 0, 0, '░░░░░░░░░░'],
    [20, 30, 10, '██████████'],
  ])('draws %i done and %i begun of %i', (done, begun, total, drawn) => {
    expect(bar(done, begun, total, 10)).toBe(drawn);
  });
});

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
