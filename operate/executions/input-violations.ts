import { findRuleViolations, namesSweep } from '../../events/execution-input-rules.ts';
import type { ExecutionInput, Feed } from '../../events/types.ts';
import { conformsTo, findViolations, type Violation } from '../../events/validate.ts';

/**
 * Finds the violations of an execution input against its contract and the rules of the first task, before any service is
 * called.
 *
 * @param input a JSON value
 * @param now epoch milliseconds; a window must not end after it
 * @param deploymentFeed the feed if the input names none. Default: unknown, so that any feed which takes the rest of the input
 *   counts
 * @example findInputViolations({ feed: 'releases', types: ['movie'] }, io.now())
 * // [{ pointer: '/types', problem: 'is not offered by the feed releases' }]
 */
export function findInputViolations(input: unknown, now: number, deploymentFeed?: Feed): Violation[] {
  if (!conformsTo('ExecutionInput', input)) return findViolations('ExecutionInput', input);
  return findRuleViolations(input, now, deploymentFeed ?? mostLenientFeed(input));
}

/** Returns the feed that refuses the least of an input. Every deployment may have it as its own. */
function mostLenientFeed(input: ExecutionInput): Feed {
  return namesSweep(input) ? 'catalogue' : 'new_titles';
}
