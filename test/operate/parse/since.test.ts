import { describe, expect, it } from '@jest/globals';
import { momentOf, parseSince } from '../../../operate/parse/since.ts';

describe('parseSince', () => {
  it('takes a duration back from now, a date, and a moment', () => {
    const now = Date.UTC(2026, 10, 24, 10);
    const since = ['3d', '2026-11-01', '2026-11-01T06:00:00+01:00'].map(parseSince);
    expect(since.map((one) => new Date(momentOf(one, now)).toISOString())).toEqual([
      '2026-11-21T10:00:00.000Z',
      '2026-11-01T00:00:00.000Z',
      '2026-11-01T05:00:00.000Z',
    ]);
  });

  it.each([
    ['yesterday', 'Give a duration (12h, 3d) or a moment; yesterday is not a moment'],
    ['3y', 'Give a whole number and a unit'],
    ['99999999d', 'It is too long: give at most 36500d.'],
  ])('refuses %s', (text, message) => {
    expect(() => parseSince(text)).toThrow(message);
  });
});
