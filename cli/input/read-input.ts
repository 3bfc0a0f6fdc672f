import { findViolations, formatViolations } from '../../events/validate.ts';
import { Interrupted, UsageError } from '../../operate/errors.ts';
import { reasonOf } from '../../operate/file-error.ts';
import type { Io } from '../../operate/io.ts';
import { readTextFile, whyUnreadable } from '../read-text-file.ts';

/**
 * Reads the execution input in a file, or on standard input for `-`, as JSON text.
 *
 * @throws UsageError if the file cannot be read, is not valid JSON or breaks the contract
 */
export async function readExecutionInput(file: string, io: Pick<Io, 'cwd' | 'interrupted'>): Promise<string> {
  if (file === '')
    throw new UsageError('--input needs the name of a file; without --input the defaults apply');
  const name = file === '-' ? 'from standard input' : file;
  const text = await readTextFile(file, io).catch((error: unknown) => {
    if (error instanceof Interrupted) throw error;
    throw new UsageError(`cannot read the input ${name}: ${whyUnreadable(file, error)}`, { cause: error });
  });
  const input = exampleIn(parse(text, name));
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    const found = input === null ? 'null' : Array.isArray(input) ? 'a list' : `a ${typeof input}`;
    throw new UsageError(
      `the input ${name} holds ${found}; an execution input is an object: {} is the shortest`,
    );
  }
  const isScheduledEvent = 'source' in input && input.source === 'aws.events';
  const violations = findViolations(isScheduledEvent ? 'ScheduledEvent' : 'ExecutionInput', input);
  if (violations.length > 0) {
    throw new UsageError(
      `the input ${name} is not an execution input: ${formatViolations(violations)}; see events/examples/execution-input`,
    );
  }
  return JSON.stringify(input);
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`the input ${name} is not valid JSON: ${reasonOf(error)}`, { cause: error });
  }
}

/** Unwraps the invalid examples of the project, which contain the place of the fault beside the input. */
function exampleIn(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const isExample = Object.keys(value).sort().join() === 'pointer,value';
  return isExample && 'value' in value ? value.value : value;
}
