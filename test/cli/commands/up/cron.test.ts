import { describe, expect, it } from '@jest/globals';
import { parseSchedule } from '../../../../cli/commands/up/cron.ts';

const MINUTE_MS = 60_000;

/** The moments of a span at which a schedule is due, asked minute by minute. */
function dueIn(expression: string, timeZone: string, start: string, end: string): string[] {
  const schedule = parseSchedule(expression, timeZone);
  const due: string[] = [];
  for (let now = Date.parse(start); now < Date.parse(end); now += MINUTE_MS) {
    if (schedule.isDue(now)) due.push(new Date(now).toISOString().slice(0, 16));
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

  it('runs once in the hour that comes twice, and not in the one that is left out', () => {
    expect(dueIn('cron(30 1 * * ? *)', 'Europe/London', '2026-10-25T00:00Z', '2026-10-25T06:00Z')).toEqual([
      '2026-10-25T00:30',
    ]);
    expect(dueIn('cron(30 1 * * ? *)', 'Europe/London', '2026-03-29T00:00Z', '2026-03-29T06:00Z')).toEqual(
      [],
    );
  });

  it.each([
    ['cron(0/20 * * * ? *)', ['T00:00', 'T00:20', 'T00:40', 'T01:00', 'T01:20', 'T01:40']],
    ['cron(5,50 0-1 * * ? *)', ['T00:05', 'T00:50', 'T01:05', 'T01:50']],
    ['cron(10-12 1 24 NOV ? 2026)', ['T01:10', 'T01:11', 'T01:12']],
    ['cron(0 * ? * TUE-WED *)', ['T00:00', 'T01:00']],
    ['cron(0 * ? * SUN,MON *)', []],
    ['cron(0 * 25 * ? *)', []],
    ['cron(0 */2 * * ? *)', ['T00:00']],
  ])('reads %s', (expression, times) => {
    // 24 November 2026 is a Tuesday.
    const due = dueIn(expression, 'UTC', '2026-11-24T00:00Z', '2026-11-24T02:00Z');
    expect(due.map((moment) => moment.slice(10))).toEqual(times);
  });

  it.each([
    ['0 6 * * ? *', 'is no schedule'],
    ['rate(1 day)', 'is no schedule'],
    ['cron(0 6 * * ?)', 'is no schedule'],
    ['cron(60 6 * * ? *)', '"60" is not supported as the minutes'],
    ['cron(0 6 L * ? *)', '"L" is not supported as the day of month'],
    ['cron(0 6 ? * 2#1 *)', '"2#1" is not supported as the day of week'],
    ['cron(0 9-6 * * ? *)', '"9-6" is not supported as the hours'],
    ['cron(? 6 * * ? *)', '"?" is not supported as the minutes'],
    ['cron(0/0 6 * * ? *)', '"0/0" is not supported as the minutes'],
  ])('refuses %s', (expression, message) => {
    expect(() => parseSchedule(expression, 'UTC')).toThrow(message);
  });

  it('refuses a zone that there is not', () => {
    expect(() => parseSchedule('cron(0 6 * * ? *)', 'Europe/Londres')).toThrow(
      'Europe/Londres is no time zone',
    );
  });
});
