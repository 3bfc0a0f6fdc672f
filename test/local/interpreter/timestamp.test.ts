import { describe, expect, it } from '@jest/globals';
import { parseTimestamp } from '../../../local/interpreter/timestamp.ts';

describe('parseTimestamp', () => {
  it.each<[text: string, iso: string]>([
    ['2016-03-14T01:59:00Z', '2016-03-14T01:59:00.000Z'],
    ['2016-03-14T01:59:00.123456789Z', '2016-03-14T01:59:00.123Z'],
    ['2016-03-14T01:59Z', '2016-03-14T01:59:00.000Z'],
    ['2016-03-14T01:59:00+05:30', '2016-03-13T20:29:00.000Z'],
    ['2016-02-29T23:59:59-00:30', '2016-03-01T00:29:59.000Z'],
  ])('reads %s', (text, iso) => {
    expect(new Date(parseTimestamp(text)!).toISOString()).toBe(iso);
  });

  it.each([
    '2016-03-14 01:59:00Z',
    '2016-03-14T01:59:00',
    '2016-03-14',
    '2015-02-29T00:00:00Z',
    '2016-13-01T00:00:00Z',
    '2016-03-14T24:00:00Z',
    '2016-03-14T01:59:00+19:00',
    '2016-03-14T01:59:00+0530',
    '',
  ])('does not read %j', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});
