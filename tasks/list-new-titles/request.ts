import { findRuleViolations } from '../../events/execution-input-rules.ts';
import type { Feed, OtherRun } from '../../events/types.ts';
import { ListNewTitlesInput } from '../../events/validators.mjs';
import { InvalidInput } from '../shared/errors/input-errors.ts';
import { epochMs } from '../shared/instant.ts';
import { readInput } from '../shared/read-input.ts';
import { readExecutionInput, type RunAtWork } from '../shared/run-scope.ts';

/** A valid run request: the execution's input, and what the state machine adds. */
export interface RunRequest extends RunAtWork {
  /** The text of the feed's watermark parameter; null when there is none yet. */
  readonly watermark: string | null;
  /** The other executions that are at work. */
  readonly otherRuns: readonly OtherRun[];
}

/**
 * Reads the task's input and the execution's input within it.
 *
 * @param defaultFeed - the feed of an input that names none
 * @throws InvalidInput with every fault, each with its pointer into the execution's input
 */
export function readRequest(event: unknown, defaultFeed: Feed): RunRequest {
  const { executionInput, startedAt, ...facts } = readInput({ ListNewTitlesInput }, event);
  const request = { ...facts, input: readExecutionInput(executionInput), startedAt: epochMs(startedAt) };
  const violations = findRuleViolations(request.input, request.startedAt, defaultFeed);
  if (violations.length > 0) throw new InvalidInput('ExecutionInput', violations);
  return request;
}
