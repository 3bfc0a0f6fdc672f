/** A part of a cron expression that EventBridge Scheduler would refuse. */
export class CronFieldError extends Error {
  override readonly name = 'CronFieldError';
}

interface FieldRule {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names in the order of their numbers, starting at `min`. */
  readonly names?: readonly string[];
  /** Values that must be alone in the field, unlike numbers, names, lists, ranges and steps. */
  readonly alone?: RegExp;
}

const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] as const;

const FIELDS: readonly FieldRule[] = [
  { name: 'minutes', min: 0, max: 59 },
  { name: 'hours', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31, alone: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  {
    name: 'day of week',
    min: 1,
    max: 7,
    names: DAYS,
    alone: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/,
  },
  { name: 'year', min: 1970, max: 2199 },
];
const DAY_OF_MONTH = 2;
const DAY_OF_WEEK = 4;

/**
 * Checks the fields of `cron(minutes hours day-of-month month day-of-week year)` by the rules of EventBridge Scheduler.
 * Returns a pattern with seconds for croner. Its option `alternativeWeekdays` numbers days of the week as AWS does.
 *
 * @throws CronFieldError if AWS would refuse the fields
 * @see {@link https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based}
 */
export function cronerPattern(fields: readonly string[]): string {
  if (fields.length !== FIELDS.length)
    throw new CronFieldError(`it has ${fields.length} fields instead of 6`);
  const upper = fields.map((field) => field.toUpperCase());
  if ((upper[DAY_OF_MONTH] === '?') === (upper[DAY_OF_WEEK] === '?')) {
    throw new CronFieldError('exactly one of day of month and day of week must be ?');
  }
  return ['0', ...FIELDS.map((rule, index) => field(rule, upper[index] ?? ''))].join(' ');
}

function field(rule: FieldRule, text: string): string {
  if (rule.alone?.test(text) === true) return written(rule, text);
  return text
    .split(',')
    .map((part) => item(rule, part, text))
    .join(',');
}

/** Converts a value that stands alone to croner's notation. */
function written({ names }: FieldRule, text: string): string {
  if (names === undefined) return text;
  // Alone, L is the last day of the week. After a day, it is the last such day of the month.
  return text === 'L' ? String(names.length) : text.replace('L', '#L');
}

/** Converts `5`, `5-8` or `*`, with or without a step. A start with a step, `5/10`, extends to the end. */
function item(rule: FieldRule, part: string, whole: string): string {
  const [, range = '', step] = /^([^/]+)(?:\/([1-9]\d*))?$/.exec(part) ?? [];
  const [from = '', to, ...more] = range.split('-');
  const isAll = range === '*';
  const low = isAll ? rule.min : valueOf(rule, from);
  const high = isAll || (to === undefined && step !== undefined) ? rule.max : valueOf(rule, to ?? from);
  const isWrong = low === undefined || high === undefined || low > high || more.length > 0;
  if (isWrong || Number(step ?? 1) > rule.max - rule.min) {
    throw new CronFieldError(`${JSON.stringify(whole)} is not valid as the ${rule.name}`);
  }
  return `${low}-${high}${step === undefined ? '' : `/${step}`}`;
}

function valueOf({ min, max, names = [] }: FieldRule, text: string): number | undefined {
  const index = names.indexOf(text);
  const value = index < 0 ? (/^\d{1,4}$/.test(text) ? Number(text) : NaN) : index + min;
  return value >= min && value <= max ? value : undefined;
}
