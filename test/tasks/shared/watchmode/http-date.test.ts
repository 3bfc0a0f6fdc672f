import { describe, expect, it } from '@jest/globals';
import { parseHttpDate } from '../../../../tasks/shared/watchmode/http-date.ts';

describe('an HTTP-date', () => {
  it.each([
    ['Sun, 06 Nov 2044 08:49:37 GMT', '2044-11-06T08:49:37.000Z'],
    ['Sunday, 06-Nov-44 08:49:37 GMT', '2044-11-06T08:49:37.000Z'],
    ['Sun Nov  6 08:49:37 2044', '2044-11-06T08:49:37.000Z'],
    ['Thu Nov 24 08:49:37 2044', '2044-11-24T08:49:37.000Z'],
    [' Thu, 29 Feb 2024 23:59:59 GMT ', '2024-02-29T23:59:59.000Z'],
  ])('%j is read in each of its three forms, in UTC', (text, expected) => {
    expect(new Date(parseHttpDate(text) ?? Number.NaN).toISOString()).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2026-11-24T06:00:00Z',
    'Sun, 06 Nov 2044 08:49:37',
    'Sun, 06 Nov 2044 08:49:37 PST',
    'Sun, 06 Nov 2044 08:49:37 GMT and more',
    'Sun, 06 Nox 2044 08:49:37 GMT',
    'Mon, 30 Feb 2026 00:00:00 GMT',
    'Mon, 00 Feb 2026 00:00:00 GMT',
    'Mon, 02 Feb 2026 24:00:00 GMT',
    'Mon, 02 Feb 2026 12:61:00 GMT',
  ])('is not %j', (text) => {
    expect(parseHttpDate(text)).toBeNull();
  });
});
