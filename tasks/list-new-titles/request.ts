import { findRuleViolations } from '../../events/execution-input-rules.ts';
import type { ExecutionInput, Feed, ListNewTitlesInput } from '../../events/types.ts';
import * as validators from '../../events/validators.mjs';
import { InvalidInput } from '../shared/errors/input-errors.ts';
import { epochMs } from '../shared/instant.ts';
import { readInput } from '../shared/read-input.ts';

/** A valid run request: the execution's input, and what the state machine adds. */
export interface RunRequest {
  readonly input: ExecutionInput;
  /** The text of the feed's watermark parameter; null when there is none yet. */
  readonly watermark: string | null;
  /** When the execution started, in epoch milliseconds. */
  readonly startedAt: number;
}

/**
 * Reads the task's input and the execution's input within it.
 *
 * @param defaultFeed - the feed of an input that names none
 * @throws InvalidInput with every fault, each with its pointer into the execution's input
 */
export function readRequest(event: unknown, defaultFeed: Feed): RunRequest {
  const { executionInput, watermark, startedAt } = readInput(
    { ListNewTitlesInput: validators.ListNewTitlesInput },
    event,
  );
  const input = readExecutionInput(executionInput);
  const request = { input, watermark, startedAt: epochMs(startedAt) };
  const violations = findRuleViolations(input, request.startedAt, defaultFeed);
  if (violations.length > 0) throw new InvalidInput('ExecutionInput', violations);
  return request;
}

/** EventBridge's own scheduled event means the same as our input of a scheduled run. */
function readExecutionInput(executionInput: ListNewTitlesInput['executionInput']): ExecutionInput {
  if (!isFromEventBridge(executionInput))
    return readInput({ ExecutionInput: validators.ExecutionInput }, executionInput);
  const { time } = readInput({ ScheduledEvent: validators.ScheduledEvent }, executionInput);
  return { source: 'schedule', scheduledTime: time };
}

function isFromEventBridge(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'source' in value && value.source === 'aws.events';
}
