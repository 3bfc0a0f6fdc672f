import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findViolations, formatViolations } from '../../events/validate.ts';
import { UsageError } from '../errors.ts';
import { reasonOf } from '../file-error.ts';

/**
 * The execution input in a file, as JSON text.
 *
 * @throws UsageError when the file cannot be read, is no JSON or breaks the contract
 */
export async function readExecutionInput(file: string, cwd: string): Promise<string> {
  const text = await readFile(resolve(cwd, file), 'utf8').catch((error: unknown) => {
    throw new UsageError(`cannot read the input ${file}: ${reasonOf(error)}`, { cause: error });
  });
  const input = parse(text, file);
  const isScheduledEvent =
    typeof input === 'object' && input !== null && 'source' in input && input.source === 'aws.events';
  const violations = findViolations(isScheduledEvent ? 'ScheduledEvent' : 'ExecutionInput', input);
  if (violations.length > 0) {
    throw new UsageError(
      `the input ${file} is not an execution input: ${formatViolations(violations)}; see events/examples/execution-input`,
    );
  }
  return JSON.stringify(input);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`the input ${file} is no JSON: ${reasonOf(error)}`, { cause: error });
  }
}
