import type { ExecutionInput, Feed } from './types.ts';
import type { Violation } from './validate.ts';

/** Feeds that cannot be filtered by type of title. */
const FEEDS_WITHOUT_TYPES: ReadonlySet<Feed> = new Set(['titles_episodes_changed', 'releases']);

/** Members of an input for a sweep. */
const SWEEP_ONLY = ['services', 'genres', 'publishBaseline'] as const;

/**
 * Returns true if an input names something that only a sweep has.
 * @example namesSweep({ services: ['Netflix'] }); // true
 */
export function namesSweep(input: ExecutionInput): boolean {
  return SWEEP_ONLY.some((key) => input[key] !== undefined);
}

const NOT_LISTED = 'has no meaning with /titleIds, which are not listed';

const NO_MOMENT = 'must not be a leap second';

/**
 * Checks the rules of an execution input that a schema cannot express.
 *
 * @param input - an input that is valid by its schema
 * @param startedAt - start of the execution in epoch milliseconds; a window must not end after it
 * @param defaultFeed - the feed if the input names none
 * @example
 * findRuleViolations({ types: ['movie'], titleIds: [345534] }, Date.now(), 'new_titles');
 * // [{ pointer: '/types', problem: 'has no meaning with /titleIds, which are not listed' }]
 */
export function findRuleViolations(input: ExecutionInput, startedAt: number, defaultFeed: Feed): Violation[] {
  const { window, types, titleIds, scheduledTime, feed = defaultFeed } = input;
  const isSweep = feed === 'catalogue';
  const violations: Violation[] = [];
  const check = (holds: boolean, pointer: string, problem: string) => {
    if (!holds) violations.push({ pointer, problem });
  };
  if (scheduledTime !== undefined) check(isMoment(scheduledTime), '/scheduledTime', NO_MOMENT);
  if (window !== undefined) {
    const [start, end] = [Date.parse(window.start), Date.parse(window.end)];
    check(isMoment(window.start), '/window/start', NO_MOMENT);
    check(isMoment(window.end), '/window/end', NO_MOMENT);
    check(!(start < 0), '/window/start', 'must not be before 1970');
    check(!(start >= end), '/window/start', 'must be before /window/end');
    check(
      !(end > startedAt),
      '/window/end',
      `must not be later than the start of the execution, ${new Date(startedAt).toISOString()}`,
    );
  }
  for (const key of SWEEP_ONLY) {
    check(
      input[key] === undefined || isSweep,
      `/${key}`,
      `has a meaning only with the feed catalogue, not with ${feed}`,
    );
    check(input[key] === undefined || titleIds === undefined, `/${key}`, NOT_LISTED);
  }
  if (isSweep) {
    check(
      window === undefined,
      '/window',
      'has no meaning with the feed catalogue, which lists what is there now',
    );
    check(
      input.maxTitles === undefined,
      '/maxTitles',
      'has no meaning with the feed catalogue; set /maxCredits',
    );
  }
  if (types !== undefined) {
    check(titleIds === undefined, '/types', NOT_LISTED);
    check(!FEEDS_WITHOUT_TYPES.has(feed), '/types', `is not offered by the feed ${feed}`);
  }
  return violations;
}

function isMoment(instant: string): boolean {
  return !Number.isNaN(Date.parse(instant));
}
