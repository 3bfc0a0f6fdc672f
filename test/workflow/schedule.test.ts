import { describe, expect, it } from '@jest/globals';
import { findScheduleProblem, parseSchedule, startsWithin } from '../../workflow/schedule.ts';

/** Returns the scheduled times in a span, for a schedule created at its start. */
function dueIn(expression: string, timeZone: string, start: string, end: string): string[] {
  const schedule = parseSchedule(expression, timeZone);
  const from = Date.parse(start);
  const due: string[] = [];
  let next = schedule.next(from - 1, from);
  while (next !== undefined && next < Date.parse(end)) {
    due.push(new Date(next).toISOString().slice(0, 16));
    next = schedule.next(next, from);
  }
  return due;
}

describe('parseSchedule', () => {
  it('follows the clock of its zone through summer and winter', () => {
    expect(dueIn('cron(0 6 * * ? *)', 'Europe/London', '2026-10-24T00:00Z', '2026-10-27T00:00Z')).toEqual([
      '2026-10-24T05:00',
      '2026-10-25T06:00',
      '2026-10-26T06:00',
    ]);
  });

  it('runs once in the hour that is repeated, and not in the one that is skipped', () => {
    expect(dueIn('cron(30 1 * * ? *)', 'Europe/London', '2026-10-25T00:00Z', '2026-10-25T06:00Z')).toEqual([
      '2026-10-25T00:30',
    ]);
    expect(dueIn('cron(30 1 * * ? *)', 'Europe/London', '2026-03-29T00:00Z', '2026-03-29T06:00Z')).toEqual(
      [],
    );
  });

  it('repeats none of the times of the hour that is repeated', () => {
    const due = dueIn('cron(0/30 * * * ? *)', 'Europe/London', '2026-10-25T00:00Z', '2026-10-25T03:00Z');

    expect(due.map((moment) => moment.slice(11))).toEqual(['00:00', '00:30', '02:00', '02:30']);
  });

  it('is not due again in the second of those hours if it is read only then', () => {
    const schedule = parseSchedule('cron(0/30 * * * ? *)', 'Europe/London');
    const next = schedule.next(Date.parse('2026-10-25T01:10Z'), 0);

    expect(new Date(next!).toISOString()).toBe('2026-10-25T02:00:00.000Z');
  });

  it('knows zones whose clocks change by half an hour', () => {
    const days = ['2026-04-04T12:00Z', '2026-04-05T12:00Z'] as const;

    expect(dueIn('cron(45 1 * * ? *)', 'Australia/Lord_Howe', ...days)).toEqual(['2026-04-04T14:45']);
  });

  it.each([
    ['cron(0/20 * * * ? *)', ['T00:00', 'T00:20', 'T00:40', 'T01:00', 'T01:20', 'T01:40']],
    ['cron(5,50 0-1 * * ? *)', ['T00:05', 'T00:50', 'T01:05', 'T01:50']],
    ['cron(10-12 1 24 NOV ? 2026)', ['T01:10', 'T01:11', 'T01:12']],
    ['cron(0 * ? * TUE-WED *)', ['T00:00', 'T01:00']],
    ['cron(0 * ? * SUN,MON *)', []],
    ['cron(0 * 25 * ? *)', []],
    ['cron(0 */2 * * ? *)', ['T00:00']],
    ['cron(0 0 ? nov tue 2025-2026)', ['T00:00']],
    ['cron(0 0 ? * 3 2026/2)', ['T00:00']],
    ['cron(0,30-34/2,50/5 0 * * ? *)', ['T00:00', 'T00:30', 'T00:32', 'T00:34', 'T00:50', 'T00:55']],
    [' cron( 0  0 * * ?  * ) ', ['T00:00']],
    ['cron(0/59 0 * * ? *)', ['T00:00', 'T00:59']],
    ['cron(0 0 1/30 * ? *)', []],
    ['rate(40 minutes)', ['T00:00', 'T00:40', 'T01:20']],
    ['rate(1 hour)', ['T00:00', 'T01:00']],
    ['rate(2 days)', ['T00:00']],
  ])('reads %s', (expression, times) => {
    // 24 November 2026 is a Tuesday.
    const due = dueIn(expression, 'UTC', '2026-11-24T00:00Z', '2026-11-24T02:00Z');
    expect(due.map((moment) => moment.slice(10))).toEqual(times);
  });

  it.each([
    ['cron(0 6 L * ? *)', ['10-31', '11-30']],
    ['cron(0 6 LW * ? *)', ['10-30', '11-30']],
    // 15 November 2026 is a Sunday, 1 November as well: a weekday near it does not leave its month.
    ['cron(0 6 15W * ? *)', ['10-15', '11-16']],
    ['cron(0 6 1W * ? *)', ['10-01', '11-02']],
    ['cron(0 6 ? * 6L *)', ['10-30', '11-27']],
    ['cron(0 6 ? * FRIL *)', ['10-30', '11-27']],
    ['cron(0 6 ? * 3#2 *)', ['10-13', '11-10']],
    ['cron(0 6 ? * TUE#2 *)', ['10-13', '11-10']],
    ['cron(0 6 ? * 1#5 *)', ['11-29']],
    ['cron(0 6 ? 11 L *)', ['11-07', '11-14', '11-21', '11-28']],
    ['cron(0 6 31 * ? *)', ['10-31']],
  ])('finds the days of %s', (expression, days) => {
    const due = dueIn(expression, 'UTC', '2026-10-01T00:00Z', '2026-12-01T00:00Z');
    expect(due.map((moment) => moment.slice(5, 10))).toEqual(days);
  });

  it.each([
    ['0 6 * * ? *', 'is not a schedule'],
    ['at(2026-11-24T06:00:00)', 'is not a schedule'],
    ['cron(0 6 * * ?)', 'it has 5 fields instead of 6'],
    ['cron(99 99 * * ? *)', '"99" is not valid as the minutes'],
    ['cron(60 6 * * ? *)', '"60" is not valid as the minutes'],
    ['cron(0 24 * * ? *)', '"24" is not valid as the hours'],
    ['cron(0 6 * * * *)', 'exactly one of day of month and day of week must be ?'],
    ['cron(0 6 ? * ? *)', 'exactly one of day of month and day of week must be ?'],
    ['cron(0 6 1 * MON *)', 'exactly one of day of month and day of week must be ?'],
    ['cron(0 6 L-3 * ? *)', '"L-3" is not valid as the day of month'],
    ['cron(0 6 1,15W * ? *)', '"1,15W" is not valid as the day of month'],
    ['cron(0 6 32W * ? *)', '"32W" is not valid as the day of month'],
    ['cron(0 6 ? * 2#6 *)', '"2#6" is not valid as the day of week'],
    ['cron(0 6 ? * 3#1,6#3 *)', '"3#1,6#3" is not valid as the day of week'],
    ['cron(0 6 ? * 0 *)', '"0" is not valid as the day of week'],
    ['cron(0 6 ? 13 MON *)', '"13" is not valid as the month'],
    ['cron(0 6 * * ? 1969)', '"1969" is not valid as the year'],
    ['cron(0 9-6 * * ? *)', '"9-6" is not valid as the hours'],
    ['cron(? 6 * * ? *)', '"?" is not valid as the minutes'],
    ['cron(0/0 6 * * ? *)', '"0/0" is not valid as the minutes'],
    ['cron(0/60 6 * * ? *)', '"0/60" is not valid as the minutes'],
    ['cron(1-2-3 6 * * ? *)', '"1-2-3" is not valid as the minutes'],
    ['cron(, 6 * * ? *)', '"," is not valid as the minutes'],
    ['cron(5-X 6 * * ? *)', '"5-X" is not valid as the minutes'],
    ['cron(X-5 6 * * ? *)', '"X-5" is not valid as the minutes'],
    ['cron(1E1 6 * * ? *)', '"1E1" is not valid as the minutes'],
    ['cron(0 6 1/31 * ? *)', '"1/31" is not valid as the day of month'],
    ['a cron(0 6 * * ? *)', 'is not a schedule'],
    ['cron(0 6 * * ? *) or so', 'is not a schedule'],
    ['rate(about 5 minutes)', 'is not a schedule'],
    ['rate(5 minutes or so)', 'is not a schedule'],
    ['rate(1 hours)', 'write rate(1 hour), and rate(2 hours)'],
    ['rate(12 hour)', 'write rate(1 hour), and rate(12 hours)'],
    ['rate(0 hours)', 'is not a schedule'],
    ['rate(5 seconds)', 'is not a schedule'],
    ['cron(0 6 31 2 ? *)', 'never matches a time'],
    ['cron(0 6 31W 2 ? *)', 'never matches a time'],
  ])('refuses %s', (expression, message) => {
    expect(() => parseSchedule(expression, 'UTC')).toThrow(
      expect.objectContaining({ name: 'ScheduleError', message: expect.stringContaining(message) }),
    );
  });

  it('refuses a time that is always in the skipped hour', () => {
    expect(() => parseSchedule('cron(30 1 ? 3 1L 2026-2199)', 'Europe/London')).toThrow(
      'never matches a time',
    );
    expect(() => parseSchedule('cron(30 1 ? 3 1L 2026-2199)', 'UTC')).not.toThrow();
  });

  it('has no time in a past year', () => {
    const schedule = parseSchedule('cron(0 6 * * ? 2020)', 'UTC');

    expect(schedule.next(Date.parse('2026-11-24T00:00Z'), 0)).toBeUndefined();
  });

  it('refuses an unknown zone', () => {
    expect(() => parseSchedule('cron(0 6 * * ? *)', 'Europe/Londres')).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('Europe/Londres is not a time zone'),
        cause: expect.any(RangeError),
      }),
    );
  });

  it('has the invalid field as the cause', () => {
    expect(() => parseSchedule('cron(60 6 * * ? *)', 'UTC')).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ name: 'CronFieldError' }) }),
    );
  });

  it('starts a rate at its creation, even if it is read for an earlier time', () => {
    const from = Date.parse('2026-11-24T06:00Z');

    expect(parseSchedule('rate(1 hour)', 'UTC').next(from - 7_200_000, from)).toBe(from);
  });
});

describe('findScheduleProblem', () => {
  it('returns the problem, or undefined', () => {
    expect(findScheduleProblem('rate(1 hour)', 'UTC')).toBeUndefined();
    expect(findScheduleProblem('rate(1 hours)', 'UTC')).toContain('write rate(1 hour)');
  });
});

describe('startsWithin', () => {
  const from = Date.parse('2026-11-24T00:00:00Z');

  it.each([
    ['rate(1 day)', 30],
    ['rate(12 hours)', 60],
    ['cron(0 6 * * ? *)', 30],
    ['cron(0 6 ? * TUE *)', 5],
    ['cron(0 6 1 1 ? 2028)', 0],
  ])('counts the starts of %s in thirty days', (expression, starts) => {
    expect(startsWithin(30, expression, 'Europe/London', from)).toBe(starts);
  });
});
