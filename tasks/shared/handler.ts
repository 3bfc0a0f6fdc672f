import type { TaskHandler } from './ports.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

/**
 * Composes a task at its first invocation. An invalid configuration then fails the invocation under its error name. A
 * failed start of the function would be `Lambda.Unknown`.
 */
export function composeOnFirstCall<Output>(compose: () => TaskHandler<Output>): TaskHandler<Output> {
  let task: TaskHandler<Output> | undefined;
  return async (event, context) => {
    task ??= compose();
    return task(event, context);
  };
}

/** Adds the request id to every line of an invocation. */
export function withRequestId<Output>(telemetry: Telemetry, task: TaskHandler<Output>): TaskHandler<Output> {
  return (event, context) =>
    telemetry.during({ requestId: context.awsRequestId }, () => task(event, context));
}
