import { describe, expect, it } from '@jest/globals';
import { formatPacific, parsePacific } from '../../../local/watchmode/pacific-time.ts';

const instant = (text: string, edge: 'start' | 'end') => {
  const seconds = parsePacific(text, edge);
  return seconds === undefined ? undefined : new Date(seconds * 1000).toISOString();
};

describe('parsePacific', () => {
  it.each([
    ['winter', '20260115120000', '2026-01-15T20:00:00.000Z'],
    ['summer', '20260715120000', '2026-07-15T19:00:00.000Z'],
  ])('reads a time of day in %s', (_, text, expected) => {
    expect([instant(text, 'start'), instant(text, 'end')]).toEqual([expected, expected]);
  });

  it('takes a day for its first second as a start and for its last as an end', () => {
    expect(instant('20260115', 'start')).toBe('2026-01-15T08:00:00.000Z');
    expect(instant('20260115', 'end')).toBe('2026-01-16T07:59:59.000Z');
  });

  it('makes a day of 23 hours when summer time starts and of 25 when it ends', () => {
    const hours = (day: string) =>
      ((parsePacific(day, 'end') ?? 0) + 1 - (parsePacific(day, 'start') ?? 0)) / 3600;

    expect([hours('20260308'), hours('20261101')]).toEqual([23, 25]);
  });

  it('reads a time that happens twice, or not at all, so that the window is wider', () => {
    expect(instant('20261101013000', 'start')).toBe('2026-11-01T08:30:00.000Z');
    expect(instant('20261101013000', 'end')).toBe('2026-11-01T09:30:00.000Z');
    expect(instant('20260308023000', 'start')).toBe('2026-03-08T09:30:00.000Z');
    expect(instant('20260308023000', 'end')).toBe('2026-03-08T10:30:00.000Z');
  });

  it('knows the seconds around both switches', () => {
    expect(instant('20260308015959', 'end')).toBe('2026-03-08T09:59:59.000Z');
    expect(instant('20260308030000', 'start')).toBe('2026-03-08T10:00:00.000Z');
    expect(instant('20261101005959', 'end')).toBe('2026-11-01T07:59:59.000Z');
    expect(instant('20261101020000', 'start')).toBe('2026-11-01T10:00:00.000Z');
  });

  it.each(['2026', '2026-01-15', '20260230', '20261301', '20260115250000', '2026011512000', 'now'])(
    'refuses %s',
    (text) => {
      expect(parsePacific(text, 'start')).toBeUndefined();
    },
  );
});

describe('formatPacific', () => {
  it('writes the date and time on a clock in Los Angeles', () => {
    expect(formatPacific(Date.UTC(2026, 6, 1, 6, 59, 59) / 1000)).toBe('2026-06-30 23:59:59');
  });
});
