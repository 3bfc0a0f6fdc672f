import type { ExecutionInput, Feed } from './types.ts';
import type { Violation } from './validate.ts';

/** Feeds that cannot be asked for some types of title alone. */
const FEEDS_WITHOUT_TYPES: ReadonlySet<Feed> = new Set(['titles_episodes_changed', 'releases']);

const NO_MOMENT = 'must be a moment that clocks show: leap seconds are not';

/**
 * The rules of an execution input that a schema cannot state.
 *
 * @param input - one that keeps its schema
 * @param startedAt - when the execution starts, in epoch milliseconds: a window must not reach beyond it
 * @param defaultFeed - the feed of an input that names none
 */
export function findRuleViolations(input: ExecutionInput, startedAt: number, defaultFeed: Feed): Violation[] {
  const { window, types, titleIds, scheduledTime, feed = defaultFeed } = input;
  const violations: Violation[] = [];
  const check = (holds: boolean, pointer: string, problem: string) => {
    if (!holds) violations.push({ pointer, problem });
  };
  if (scheduledTime !== undefined) check(isMoment(scheduledTime), '/scheduledTime', NO_MOMENT);
  if (window !== undefined) {
    const [start, end] = [Date.parse(window.start), Date.parse(window.end)];
    check(isMoment(window.start), '/window/start', NO_MOMENT);
    check(isMoment(window.end), '/window/end', NO_MOMENT);
    check(!(start < 0), '/window/start', 'must not be before 1970: Watchmode has nothing from then');
    check(!(start >= end), '/window/start', 'must be before /window/end');
    check(
      !(end > startedAt),
      '/window/end',
      `must not be later than the start of the execution, ${new Date(startedAt).toISOString()}`,
    );
  }
  if (types !== undefined) {
    check(titleIds === undefined, '/types', 'has no meaning with /titleIds, which are not listed');
    check(!FEEDS_WITHOUT_TYPES.has(feed), '/types', `is not offered by the feed ${feed}`);
  }
  return violations;
}

function isMoment(instant: string): boolean {
  return !Number.isNaN(Date.parse(instant));
}
