import type { TaskHandler } from './ports.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

/**
 * Composes a task when it is first invoked, so that a wrong configuration is the invocation's error, which the
 * state machine shows by its name, and not a failed start of the function, which it shows as `Lambda.Unknown`.
 */
export function composeOnFirstCall<Output>(compose: () => TaskHandler<Output>): TaskHandler<Output> {
  let task: TaskHandler<Output> | undefined;
  return async (event, context) => {
    task ??= compose();
    return task(event, context);
  };
}

/** Marks every line that an invocation writes with its request id. */
export function withRequestId<Output>(telemetry: Telemetry, task: TaskHandler<Output>): TaskHandler<Output> {
  return (event, context) =>
    telemetry.during({ requestId: context.awsRequestId }, () => task(event, context));
}
