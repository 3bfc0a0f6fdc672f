import { describe, expect, it } from '@jest/globals';
import { parseDuration } from '../../../operate/parse/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['45s', 45_000],
    ['30m', 1_800_000],
    ['12h', 43_200_000],
    ['3d', 259_200_000],
    ['2w', 1_209_600_000],
  ])('reads %s as milliseconds', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '3', 'd', '3 d', '-3d', '1.5h', '0d', '3y', '3dd'])('refuses %j', (text) => {
    expect(() => parseDuration(text)).toThrow('Give a whole number and a unit: 45s, 30m, 12h, 3d or 2w.');
  });

  it('takes a century at most', () => {
    expect(parseDuration('36500d')).toBe(36_500 * 86_400_000);
    for (const text of ['36501d', '5215w', '99999999d', `${'9'.repeat(400)}s`]) {
      expect(() => parseDuration(text)).toThrow('It is too long: give at most 36500d.');
    }
  });
});
