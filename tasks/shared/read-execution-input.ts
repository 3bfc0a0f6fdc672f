import type { ExecutionInput } from '../../events/types.ts';
import * as validators from '../../events/validators.mjs';
import { readInput } from './read-input.ts';

/**
 * Reads the input of an execution. A scheduled event of EventBridge is equivalent to the input of a scheduled run.
 *
 * @throws InvalidInput with all violations of its schema
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
