/** A schedule in the syntax of EventBridge Scheduler; `isDue` says whether it fires in the minute of a moment. */
export interface Schedule {
  /** @param now epoch milliseconds */
  isDue(now: number): boolean;
}

/** The expression is not one, or uses what is not supported here; the message says which part. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError';
}

interface FieldRule {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Names in the order of their numbers, from `least` on. */
  readonly names?: readonly string[];
}

const FIELDS = {
  minutes: { name: 'minutes', least: 0, most: 59 },
  hours: { name: 'hours', least: 0, most: 23 },
  dayOfMonth: { name: 'day of month', least: 1, most: 31 },
  month: {
    name: 'month',
    least: 1,
    most: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  dayOfWeek: {
    name: 'day of week',
    least: 1,
    most: 7,
    names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
  },
  year: { name: 'year', least: 1970, most: 2199 },
} as const satisfies Record<string, FieldRule>;

type FieldName = keyof typeof FIELDS;
const ORDER: readonly FieldName[] = ['minutes', 'hours', 'dayOfMonth', 'month', 'dayOfWeek', 'year'];

/**
 * Reads `cron(minutes hours day-of-month month day-of-week year)` with lists, ranges, steps and names; of
 * EventBridge's syntax `L`, `W`, `#` and `rate()` are left out.
 *
 * @param timeZone the zone whose clock the schedule follows, for example Europe/London
 * @throws ScheduleError
 * @see {@link https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based}
 */
export function parseSchedule(expression: string, timeZone: string): Schedule {
  const parts = /^cron\((.+)\)$/.exec(expression.trim())?.[1]?.trim().split(/\s+/) ?? [];
  if (parts.length !== ORDER.length) {
    throw new ScheduleError(
      `${expression} is no schedule: give cron(minutes hours day-of-month month day-of-week year), for example cron(0 6 * * ? *)`,
    );
  }
  const fields = new Map(ORDER.map((field, index) => [field, parseField(FIELDS[field], parts[index] ?? '')]));
  const clock = wallClock(timeZone);
  let last: string | undefined;
  return {
    isDue(now) {
      const wall = clock(now);
      const minute = ORDER.map((field) => wall[field]).join(' ');
      // In autumn an hour comes twice; as in EventBridge, its runs do not.
      if (minute === last) return false;
      if (!ORDER.every((field) => fields.get(field)?.has(wall[field]) === true)) return false;
      last = minute;
      return true;
    },
  };
}

function parseField(rule: FieldRule, text: string): Pick<Set<number>, 'has'> {
  if (text === '*' || (text === '?' && rule.name.startsWith('day'))) return { has: () => true };
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, range = '', step = '1'] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const [low, high] = boundsOf(rule, range, part.includes('/'));
    if (low === undefined || high === undefined || low > high || Number(step) < 1) {
      throw new ScheduleError(`${JSON.stringify(text)} is not supported as the ${rule.name} of a schedule`);
    }
    for (let value = low; value <= high; value += Number(step)) values.add(value);
  }
  return values;
}

/** `5`, `5-8`, `*`; a start with a step, `5/10`, goes on to the end. */
function boundsOf(
  rule: FieldRule,
  range: string,
  hasStep: boolean,
): [number | undefined, number | undefined] {
  if (range === '*') return [rule.least, rule.most];
  const [from = '', to] = range.split('-');
  const low = valueOf(rule, from);
  return [low, to === undefined ? (hasStep ? rule.most : low) : valueOf(rule, to)];
}

function valueOf({ least, most, names = [] }: FieldRule, text: string): number | undefined {
  const index = names.indexOf(text.toUpperCase());
  const value = index < 0 ? (/^\d+$/.test(text) ? Number(text) : NaN) : index + least;
  return value >= least && value <= most ? value : undefined;
}

/** What a clock in the zone shows at a moment. */
function wallClock(timeZone: string): (now: number) => Record<FieldName, number> {
  const format = zoneFormat(timeZone);
  return (now) => {
    const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
    const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
    const weekday = (parts.get('weekday') ?? '').toUpperCase();
    return {
      minutes: number('minute'),
      hours: number('hour'),
      dayOfMonth: number('day'),
      month: number('month'),
      dayOfWeek: FIELDS.dayOfWeek.names.findIndex((name) => name === weekday) + 1,
      year: number('year'),
    };
  };
}

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      weekday: 'short',
    });
  } catch (error) {
    throw new ScheduleError(`${timeZone} is no time zone, for example Europe/London`, { cause: error });
  }
}
