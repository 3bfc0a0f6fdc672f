import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pacificDays, pacificReading, pacificSeconds } from '../../../tasks/list-new-titles/pacific-time.ts';

const span = (start: string, end: string) => ({ start: Date.parse(start), end: Date.parse(end) });

/** Returns all times whose Pacific reading is `reading`, by trying both offsets of the zone. */
function momentsOf(reading: string): number[] {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = [
    reading.slice(0, 4),
    ...(reading.slice(4).match(/../g) ?? []),
  ].map(Number);
  return [7, 8]
    .map((offset) => Date.UTC(year, month - 1, day, hour + offset, minute, second))
    .filter((moment) => pacificReading(moment) === reading);
}

describe('a Pacific reading', () => {
  it.each([
    ['2026-07-01T12:00:00Z', '20260701050000', 'in summer'],
    ['2026-12-01T12:00:00Z', '20261201040000', 'in winter'],
    ['2026-01-01T07:59:59Z', '20251231235959', 'before midnight of another year'],
    ['2026-01-01T08:00:00Z', '20260101000000', 'at midnight'],
    ['2026-03-08T09:59:59Z', '20260308015959', 'before the switch in spring'],
    ['2026-03-08T10:00:00Z', '20260308030000', 'after the switch in spring'],
    ['2026-11-01T08:59:59Z', '20261101015959', 'before the switch in autumn'],
    ['2026-11-01T09:00:00Z', '20261101010000', 'after the switch in autumn'],
    ['2026-11-01T10:00:00Z', '20261101020000', 'an hour after the switch in autumn'],
  ])('of %s is %s, %s', (moment, reading) => {
    expect(pacificReading(Date.parse(moment))).toBe(reading);
  });
});

describe('a span in Pacific seconds', () => {
  it('has its own readings if each is unambiguous', () => {
    expect(pacificSeconds(span('2026-11-23T05:00:00Z', '2026-11-24T06:00:00Z'))).toEqual({
      startDate: '20261122210000',
      endDate: '20261123220000',
    });
  });

  it('skips the hour that is missing in spring', () => {
    expect(pacificSeconds(span('2026-03-08T09:30:00Z', '2026-03-08T10:30:00Z'))).toEqual({
      startDate: '20260308013000',
      endDate: '20260308033000',
    });
  });

  it.each([
    ['2026-11-01T08:00:00Z', 'the first time round'],
    ['2026-11-01T08:30:00Z', 'the first time round'],
    ['2026-11-01T09:30:00Z', 'the second time round'],
    ['2026-11-01T09:59:59Z', 'the second time round'],
  ])('starts before the repeated hour of autumn when it starts within it, at %s, %s', (start) => {
    expect(pacificSeconds(span(start, '2026-11-02T00:00:00Z')).startDate).toBe('20261101005959');
  });

  it.each([
    ['2026-11-01T08:00:00Z', 'the first time round'],
    ['2026-11-01T08:30:00Z', 'the first time round'],
    ['2026-11-01T09:00:00Z', 'the second time round'],
    ['2026-11-01T09:59:59Z', 'the second time round'],
  ])('ends after the repeated hour of autumn when it ends within it, at %s, %s', (end) => {
    expect(pacificSeconds(span('2026-10-31T00:00:00Z', end)).endDate).toBe('20261101020000');
  });

  it('keeps readings just outside the repeated hour', () => {
    expect(pacificSeconds(span('2026-11-01T07:59:59Z', '2026-11-01T10:00:00Z'))).toEqual({
      startDate: '20261101005959',
      endDate: '20261101020000',
    });
  });

  it('covers the whole span for every meaning of its readings, and less than two hours more', () => {
    const second = fc.integer({ min: Date.parse('2024-01-01') / 1000, max: Date.parse('2030-01-01') / 1000 });
    const nearSwitch = fc
      .tuple(
        fc.constantFrom('2026-03-08T10:00:00Z', '2026-11-01T09:00:00Z'),
        fc.integer({ min: -7_200, max: 7_200 }),
      )
      .map(([moment, offset]) => Date.parse(moment) / 1000 + offset);
    const moment = fc.oneof(second, nearSwitch).map((seconds) => seconds * 1000);
    fc.assert(
      fc.property(moment, moment, (left, right) => {
        const [start, end] = [Math.min(left, right), Math.max(left, right)];
        const { startDate, endDate } = pacificSeconds({ start, end });

        expect(Math.max(...momentsOf(startDate))).toBeLessThanOrEqual(start);
        expect(Math.min(...momentsOf(endDate))).toBeGreaterThanOrEqual(end);
        expect(start - Math.min(...momentsOf(startDate))).toBeLessThanOrEqual(7_200_000);
        expect(Math.max(...momentsOf(endDate)) - end).toBeLessThanOrEqual(7_200_000);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a span in Pacific days', () => {
  it('has the first and the last day of the span', () => {
    expect(pacificDays(span('2026-11-23T07:59:59Z', '2026-11-24T08:00:00Z'))).toEqual({
      startDate: '20261122',
      endDate: '20261124',
    });
  });
});
