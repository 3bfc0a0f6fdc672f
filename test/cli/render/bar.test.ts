import { describe, expect, it } from '@jest/globals';
import { bar } from '../../../cli/render/bar.ts';

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
