import type { ExecutionInput, Feed, OtherRun, Regions } from '../../events/types.ts';
import * as validators from '../../events/validators.mjs';
import { InvalidInput } from './errors/input-errors.ts';
import { epochMs } from './instant.ts';
import { readInput } from './read-input.ts';

/** What a deployment's runs are about when their input does not say. */
export interface ScopeDefaults {
  readonly feed: Feed;
  readonly regions: Regions;
}

/**
 * Reads the input of an execution. EventBridge's own scheduled event means the same as our input of a scheduled run.
 *
 * @throws InvalidInput with every place where it breaks its schema
 */
export function readExecutionInput(value: unknown): ExecutionInput {
  if (!isFromEventBridge(value)) {
    return readInput({ ExecutionInput: validators.ExecutionInput }, value);
  }
  const { time } = readInput({ ScheduledEvent: validators.ScheduledEvent }, value);
  return { source: 'schedule', scheduledTime: time };
}

function isFromEventBridge(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'source' in value && value.source === 'aws.events';
}

/** Whether a run is over the open window of its feed and leaves nothing of it out. */
export function coversOpenWindow(input: ExecutionInput, ownRegions: Regions): boolean {
  const { window, titleIds, types, maxTitles, regions = ownRegions, dryRun = false } = input;
  const isWhole = [window, titleIds, types, maxTitles].every((limit) => limit === undefined);
  return isWhole && !dryRun && isSameRegions(regions, ownRegions);
}

/** Whether two lists name the same regions, in any order. */
export function isSameRegions(one: Regions, other: Regions): boolean {
  return one.length === other.length && one.every((region) => other.includes(region));
}

/** A run, as far as it matters to others. */
export interface RunAtWork {
  readonly executionArn: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly input: ExecutionInput;
}

/**
 * The run that does the same work and goes on: over the open window of the same feed, and started earlier. Of two that
 * started in the same millisecond it is the one with the lesser ARN, so that never do both give way.
 *
 * @returns undefined when there is none, or the run itself does not cover the open window
 */
export function findRunAhead(
  run: RunAtWork,
  others: readonly OtherRun[],
  defaults: ScopeDefaults,
): OtherRun | undefined {
  const { feed = defaults.feed } = run.input;
  if (!coversOpenWindow(run.input, defaults.regions)) return undefined;
  return others.find((other) => isAhead(other, run) && isAtWorkOn(feed, other, defaults));
}

function isAhead({ executionArn, startDate }: OtherRun, run: RunAtWork): boolean {
  const startedAt = epochMs(startDate);
  return startedAt === run.startedAt ? executionArn < run.executionArn : startedAt < run.startedAt;
}

function isAtWorkOn(feed: Feed, other: OtherRun, defaults: ScopeDefaults): boolean {
  // RUNNING and REDRIVABLE at once is a run of a local runtime whose process has died: nobody is at work.
  if (other.status !== 'RUNNING' || other.redriveStatus === 'REDRIVABLE') return false;
  const input = inputOf(other);
  return (
    input !== null && (input.feed ?? defaults.feed) === feed && coversOpenWindow(input, defaults.regions)
  );
}

/** Null for an input that is none: its run does no work. */
function inputOf({ input }: OtherRun): ExecutionInput | null {
  try {
    return input === null ? null : readExecutionInput(JSON.parse(input));
  } catch (error) {
    if (error instanceof InvalidInput || error instanceof SyntaxError) return null;
    throw error;
  }
}
