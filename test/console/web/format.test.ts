import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  ago,
  count,
  counted,
  duration,
  exactWindow,
  moment,
  precise,
  utc,
  windowText,
} from '../../../console/web/format.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('a duration', () => {
  it.each([
    [-5, '0 ms'],
    [0, '0 ms'],
    [239.6, '240 ms'],
    [999, '999 ms'],
    [SECOND, '1.0 s'],
    [3_140, '3.1 s'],
    // One decimal more would round to 60.0 s.
    [59_949, '59.9 s'],
    [59_950, '1 min 00 s'],
    [2 * MINUTE + 5 * SECOND, '2 min 05 s'],
    [HOUR - 1, '1 h 00 min'],
    [HOUR + 2 * MINUTE, '1 h 02 min'],
    [27 * HOUR + 59 * MINUTE, '27 h 59 min'],
  ])('of %d ms is %s', (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });
});

describe('a time before now', () => {
  it.each([
    [-5 * SECOND, 'just now'],
    [44 * SECOND, 'just now'],
    [45 * SECOND, '1 min ago'],
    [89 * SECOND, '1 min ago'],
    [90 * SECOND, '2 min ago'],
    [3_569 * SECOND, '59 min ago'],
    [3_570 * SECOND, '1 h ago'],
    [23 * HOUR, '23 h ago'],
    [DAY, 'yesterday'],
    [36 * HOUR, '2 days ago'],
    [5 * DAY, '5 days ago'],
  ])('of %d ms is %s', (before, text) => {
    expect(ago(1_000_000_000 - before, 1_000_000_000)).toBe(text);
  });
});

describe('a number', () => {
  it('has a thousands separator', () => {
    expect([count(0), count(999), count(25_000)]).toEqual(['0', '999', '25,000']);
  });

  it('has a noun in singular or plural', () => {
    expect([counted(1, 'title'), counted(0, 'title'), counted(1_200, 'retry', 'retries')]).toEqual([
      '1 title',
      '0 titles',
      '1,200 retries',
    ]);
  });
});

describe('a moment', () => {
  const at = new Date(2026, 10, 24, 6, 5, 4, 7).getTime();
  beforeEach(() => void jest.useFakeTimers({ now: at + HOUR }));
  afterEach(() => void jest.useRealTimers());

  it('has a date unless it is today', () => {
    const otherDay = moment(at - DAY);

    expect(moment(at)).toBe('06:05:04');
    expect(otherDay).toMatch(/^(?=.*\b23\b)(?=.*Nov).*, 06:05:04$/);
  });

  it('has milliseconds for an event', () => {
    expect(precise(at)).toBe('06:05:04.007');
  });

  it('has UTC with milliseconds for a tooltip', () => {
    expect(utc(Date.UTC(2026, 10, 24, 6, 5, 4, 7))).toBe('2026-11-24 06:05:04.007 UTC');
  });
});

describe('a window', () => {
  it.each([
    ['2026-11-01T00:00:00Z', '2026-11-08T00:00:00.000Z', '2026-11-01 to 2026-11-08'],
    ['2026-11-01T06:00:00Z', '2026-11-01T07:30:00Z', '2026-11-01 06:00 to 07:30'],
    ['2026-11-01T06:00:00Z', '2026-11-02T06:00:00.5Z', '2026-11-01 06:00 to 11-02 06:00'],
    ['2026-12-31T06:00:00Z', '2027-01-01T06:00:00Z', '2026-12-31 06:00 to 2027-01-01 06:00'],
    // Times are left out only if both are midnight.
    ['2026-11-01T00:00:00Z', '2026-11-02T06:00:00Z', '2026-11-01 00:00 to 11-02 06:00'],
  ])('from %s to %s is %s', (start, end, text) => {
    expect(windowText({ start, end })).toBe(text);
    expect(exactWindow({ start, end })).toBe(`${start} to ${end}`);
  });

  it.each([
    ['2026-11-01T00:00:00Z', '2026-11-08T00:00:00Z', '11-01 to 11-08'],
    ['2026-11-30T02:11:48Z', '2026-11-30T02:14:39Z', '11-30 02:11 to 02:14'],
    ['2026-11-30T02:11:48Z', '2026-12-01T02:14:39Z', '11-30 02:11 to 12-01 02:14'],
    ['2025-12-31T02:11:48Z', '2026-01-01T02:14:39Z', '2025-12-31 02:11 to 2026-01-01 02:14'],
  ])('from %s to %s needs no year in 2026: %s', (start, end, text) => {
    expect(windowText({ start, end }, 2026)).toBe(text);
  });
});
