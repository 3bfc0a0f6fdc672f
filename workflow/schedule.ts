import { Cron } from 'croner';
import { CronFieldError, cronerPattern } from './cron-fields.ts';
import { wallClock } from './wall-clock.ts';

/** When EventBridge Scheduler starts something. */
export interface Schedule {
  /**
   * The first time after a moment, both in epoch milliseconds; undefined when there is none.
   *
   * @param from when the schedule was made, from which a rate is counted
   */
  next(after: number, from: number): number | undefined;
}

/** The expression or the time zone is not one that EventBridge Scheduler takes; the message says what is wrong. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError';
}

const EXPECTED = 'cron(0 6 * * ? *), for example, or rate(12 hours)';
const MINUTE_MS = 60_000;
const UNIT_MS = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: 1_440 * MINUTE_MS } as const;

/**
 * Reads a schedule of EventBridge Scheduler.
 *
 * Times follow the clock of the zone: one that the clock is put forward over is left out, and one that it shows twice
 * is met the first time only. A rate begins at once and knows no clock.
 *
 * @param timeZone a zone of the IANA database, for example Europe/London
 * @throws ScheduleError when EventBridge Scheduler would refuse it, or when it would never come to pass
 * @see {@link https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html}
 */
export function parseSchedule(expression: string, timeZone: string): Schedule {
  const text = expression.trim();
  const [, kind, inner = ''] = /^(cron|rate)\(([^()]*)\)$/.exec(text) ?? [];
  const fields = inner.trim().split(/\s+/);
  if (kind === undefined) throw new ScheduleError(`${expression} is not a schedule: give ${EXPECTED}`);
  const schedule = kind === 'rate' ? rate(fields, text) : cron(fields, text, timeZone);
  if (schedule.next(0, 0) === undefined) throw new ScheduleError(`${text} never comes to pass`);
  return schedule;
}

/** Why EventBridge Scheduler would refuse an expression, or never start anything by it; undefined when it is right. */
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

/** In UTC, where no hour is missing and none comes twice. */
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
