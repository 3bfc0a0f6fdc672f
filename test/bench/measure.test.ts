import { describe, expect, it } from '@jest/globals';
import { formatBytes, median } from '../../bench/measure.ts';

describe('median', () => {
  it.each([
    [[5], 5],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('does not reorder the values', () => {
    const values = Object.freeze([3, 1, 2]);
    expect(median(values)).toBe(2);
  });
});

it('writes bytes as mebibytes', () => {
  expect(formatBytes(1_572_864)).toBe('1.5 MiB');
});
