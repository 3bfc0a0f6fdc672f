import type { ExecutionInput, Feed, ListNewTitlesInput } from '../../events/types.ts';
import type { Violation } from '../../events/validate.ts';
import { InvalidInput } from '../shared/errors/input-errors.ts';
import { epochMs } from '../shared/instant.ts';
import { readInput } from '../shared/read-input.ts';

/** A valid run request: the execution's input, and what the state machine adds. */
export interface RunRequest {
  readonly input: ExecutionInput;
  readonly watermarks: string | null;
  /** When the execution started, in epoch milliseconds. */
  readonly startedAt: number;
}

/** Feeds that cannot be asked for some types of title alone. */
const FEEDS_WITHOUT_TYPES: ReadonlySet<Feed> = new Set(['titles_episodes_changed', 'releases']);

/**
 * Reads the task's input and the execution's input within it.
 *
 * @param defaultFeed - the feed of an input that names none
 * @throws InvalidInput with every fault, each with its pointer into the execution's input
 */
export function readRequest(event: unknown, defaultFeed: Feed): RunRequest {
  const { executionInput, watermarks, startedAt } = readInput('ListNewTitlesInput', event);
  const input = readExecutionInput(executionInput);
  const request = { input, watermarks, startedAt: epochMs(startedAt) };
  const violations = findRuleViolations(request, defaultFeed);
  if (violations.length > 0) throw new InvalidInput('ExecutionInput', violations);
  return request;
}

/** EventBridge's own scheduled event means the same as our input of a scheduled run. */
function readExecutionInput(executionInput: ListNewTitlesInput['executionInput']): ExecutionInput {
  if (!isFromEventBridge(executionInput)) return readInput('ExecutionInput', executionInput);
  const { time } = readInput('ScheduledEvent', executionInput);
  return { source: 'schedule', scheduledTime: time };
}

function isFromEventBridge(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'source' in value && value.source === 'aws.events';
}

/** The rules that a schema cannot state. */
export function findRuleViolations(
  { input, startedAt }: Pick<RunRequest, 'input' | 'startedAt'>,
  defaultFeed: Feed,
): Violation[] {
  const { window, types, titleIds, scheduledTime, feed = defaultFeed } = input;
  const violations: Violation[] = [];
  const check = (holds: boolean, pointer: string, problem: string) => {
    if (!holds) violations.push({ pointer, problem });
  };
  if (scheduledTime !== undefined) check(isMoment(scheduledTime), '/scheduledTime', NO_MOMENT);
  if (window !== undefined) {
    check(isMoment(window.start), '/window/start', NO_MOMENT);
    check(isMoment(window.end), '/window/end', NO_MOMENT);
    check(!(epochMs(window.start) >= epochMs(window.end)), '/window/start', 'must be before /window/end');
    check(
      !(epochMs(window.end) > startedAt),
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

const NO_MOMENT = 'must be a moment that clocks show: leap seconds are not';

function isMoment(instant: string): boolean {
  return !Number.isNaN(epochMs(instant));
}
