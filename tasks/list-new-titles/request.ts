import { findRuleViolations } from '../../events/execution-input-rules.ts';
import type { ExecutionInput, Feed } from '../../events/types.ts';
import { ListNewTitlesInput } from '../../events/validators.mjs';
import { InvalidInput } from '../shared/errors/input-errors.ts';
import { epochMs } from '../../events/instant.ts';
import { readExecutionInput } from '../shared/read-execution-input.ts';
import { readInput } from '../shared/read-input.ts';

/** A valid request for a run: the execution's input, and the additions of the state machine. */
export interface RunRequest {
  readonly executionArn: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly input: ExecutionInput;
}

/**
 * Reads the task's input and the execution's input in it.
 *
 * @param defaultFeed - the feed if the input names none
 * @throws InvalidInput with all faults and their pointers into the execution's input
 */
export function readRequest(event: unknown, defaultFeed: Feed): RunRequest {
  const { executionInput, executionArn, startedAt } = readInput({ ListNewTitlesInput }, event);
  const request = { executionArn, input: readExecutionInput(executionInput), startedAt: epochMs(startedAt) };
  const violations = findRuleViolations(request.input, request.startedAt, defaultFeed);
  if (violations.length > 0) throw new InvalidInput('ExecutionInput', violations);
  return request;
}
