import { Cron } from 'croner';
import { CronFieldError, cronerPattern } from './cron-fields.ts';
import { wallClock } from './wall-clock.ts';

/** A schedule of EventBridge Scheduler. */
export interface Schedule {
  /**
   * Returns the first scheduled time after a moment, both in epoch milliseconds; undefined if there is none.
   *
   * @param from creation of the schedule, at which a rate begins
   */
  next(after: number, from: number): number | undefined;
}

/** EventBridge Scheduler would refuse the expression or the time zone. The message has the reason. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError';
}

const EXPECTED = 'cron(0 6 * * ? *), for example, or rate(12 hours)';
const MINUTE_MS = 60_000;
const UNIT_MS = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: 1_440 * MINUTE_MS } as const;

/**
 * Parses a schedule of EventBridge Scheduler.
 *
 * Times are local times of the zone. A time that daylight saving skips is left out, and one that it repeats counts the
 * first time only. A rate begins at once and ignores the zone.
 *
 * @param timeZone a zone of the IANA database, for example Europe/London
 * @throws ScheduleError if EventBridge Scheduler would refuse it, or if no time ever matches
 * @see {@link https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html}
 */
export function parseSchedule(expression: string, timeZone: string): Schedule {
  const text = expression.trim();
  const [, kind, inner = ''] = /^(cron|rate)\(([^()]*)\)$/.exec(text) ?? [];
  const fields = inner.trim().split(/\s+/);
  if (kind === undefined) throw new ScheduleError(`${expression} is not a schedule: give ${EXPECTED}`);
  const schedule = kind === 'rate' ? rate(fields, text) : cron(fields, text, timeZone);
  if (schedule.next(0, 0) === undefined) throw new ScheduleError(`${text} never matches a time`);
  return schedule;
}

/**
 * Returns the number of starts of a schedule in some days after a moment in epoch milliseconds.
 *
 * @throws ScheduleError as {@link parseSchedule}
 */
export function startsWithin(days: number, expression: string, timeZone: string, from: number): number {
  const schedule = parseSchedule(expression, timeZone);
  const end = from + days * UNIT_MS.day;
  let count = 0;
  for (let next = schedule.next(from, from); next !== undefined && next <= end; count += 1) {
    next = schedule.next(next, from);
  }
  return count;
}

/** Returns the reason why an expression is refused or never matches a time; undefined if it is valid. */
export function findScheduleProblem(expression: string, timeZone: string): string | undefined {
  try {
    parseSchedule(expression, timeZone);
    return undefined;
  } catch (error) {
    if (error instanceof ScheduleError) return error.message;
    throw error;
  }
}

function rate(fields: readonly string[], text: string): Schedule {
  const [, value = '', unit = '', plural] =
    /^([1-9]\d{0,5}) (minute|hour|day)(s?)$/.exec(fields.join(' ')) ?? [];
  if (value === '') throw new ScheduleError(`${text} is not a schedule: give ${EXPECTED}`);
  if ((value === '1') !== (plural === '')) {
    throw new ScheduleError(
      `${text} is not valid: write rate(1 ${unit}), and rate(${value === '1' ? 2 : value} ${unit}s)`,
    );
  }
  const everyMs = Number(value) * UNIT_MS[unit as keyof typeof UNIT_MS];
  return {
    next: (after, from) =>
      after < from ? from : from + (Math.floor((after - from) / everyMs) + 1) * everyMs,
  };
}

function cron(fields: readonly string[], text: string, timeZone: string): Schedule {
  const clock = clockOf(timeZone);
  const calendar = calendarOf(fields, text);
  return {
    next(after) {
      let reading = clock.reading(after);
      for (;;) {
        const next = calendar.nextRun(new Date(reading))?.getTime();
        if (next === undefined) return undefined;
        const moment = clock.momentOf(next);
        if (moment !== undefined && moment > after) return moment;
        reading = next;
      }
    },
  };
}

/** Uses UTC, in which no hour is skipped or repeated. */
function calendarOf(fields: readonly string[], text: string): Cron {
  try {
    return new Cron(cronerPattern(fields), {
      timezone: 'UTC',
      mode: '7-part',
      alternativeWeekdays: true,
    });
  } catch (error) {
    if (!(error instanceof CronFieldError)) throw error;
    throw new ScheduleError(`${text} is not valid: ${error.message}`, { cause: error });
  }
}

function clockOf(timeZone: string) {
  try {
    return wallClock(timeZone);
  } catch (error) {
    throw new ScheduleError(`${timeZone} is not a time zone, for example Europe/London`, { cause: error });
  }
}
