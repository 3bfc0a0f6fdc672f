import type { JsonValue } from '../../../../local/stepfunctions/index.ts';
import type { FakeFunction } from '../../../../local/stepfunctions/testing.ts';
import { TaskError } from '../../../../tasks/shared/errors/task-error.ts';
import type { TaskHandler } from '../../../../tasks/shared/ports.ts';
import { invocation } from '../../../tasks/support/ports.ts';
import { fail } from './workflow-harness.ts';

/** Runs a task as Lambda does: JSON in, JSON out, errors by their names. Records the largest payload, in bytes. */
export function hosted(task: TaskHandler<unknown>, largest = { bytes: 0 }): FakeFunction {
  const weigh = (value: unknown) => {
    largest.bytes = Math.max(largest.bytes, Buffer.byteLength(JSON.stringify(value)));
  };
  return async (payload) => {
    weigh(payload);
    try {
      const output = (await task(payload, invocation())) as JsonValue;
      weigh(output);
      return output;
    } catch (error) {
      if (!(error instanceof TaskError)) throw error;
      return fail(error.name, error.message);
    }
  };
}

/** Runs tasks as Lambda does; see {@link hosted}. */
export function hostedAll(
  tasks: Readonly<Record<string, TaskHandler<unknown>>>,
  largest?: { bytes: number },
): Readonly<Record<string, FakeFunction>> {
  return Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, hosted(task, largest)]));
}
