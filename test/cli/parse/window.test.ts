import { describe, expect, it } from '@jest/globals';
import { parseWindow, windowOf } from '../../../cli/parse/window.ts';

describe('parseWindow', () => {
  it('takes dates as midnight in UTC', () => {
    expect(parseWindow('2026-11-01..2026-11-08')).toEqual({
      start: '2026-11-01T00:00:00Z',
      end: '2026-11-08T00:00:00Z',
    });
  });

  it('turns offsets into UTC and widens fractions of seconds to whole ones', () => {
    expect(parseWindow('2026-06-01T06:00:00.750+01:00..2026-06-01T05:00:01.250Z')).toEqual({
      start: '2026-06-01T05:00:00Z',
      end: '2026-06-01T05:00:02Z',
    });
  });

  it('takes a duration up to now, or up to the last whole step', () => {
    const now = Date.UTC(2026, 10, 24, 10, 15, 0, 250);
    const week = parseWindow('7d');
    expect(windowOf(week, now)).toEqual({ start: '2026-11-17T10:15:00Z', end: '2026-11-24T10:15:00Z' });
    expect(windowOf(week, now, 86_400_000)).toEqual({
      start: '2026-11-17T00:00:00Z',
      end: '2026-11-24T00:00:00Z',
    });
  });

  it.each([
    ['99999999d', 'It is too long'],
    ['7y', 'Give a whole number and a unit'],
    ['2026-11-01', 'Give two moments'],
    ['2026-11-01..', 'Give two moments'],
    ['2026-11-01..2026-11-02..2026-11-03', 'Give two moments'],
    ['2026-11-31..2026-12-02', '2026-11-31 is not a moment'],
    ['2026-11-01T06:00..2026-11-02', '2026-11-01T06:00 is not a moment'],
    ['yesterday..today', 'yesterday is not a moment'],
    ['2026-11-08..2026-11-01', 'The window must end after it starts.'],
    ['2026-11-01T06:00:00.2Z..2026-11-01T06:00:00.1Z', 'The window must end after it starts.'],
    ['2026-11-01..2026-11-01', 'The window must end after it starts.'],
  ])('refuses %s', (text, message) => {
    expect(() => parseWindow(text)).toThrow(message);
  });
});
