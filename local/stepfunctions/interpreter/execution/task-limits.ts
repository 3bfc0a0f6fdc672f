import type { TaskState } from '../definition/model.ts';
import type { Visit } from './frame.ts';
import { evaluateInteger } from './numbers.ts';

const MAX_SECONDS = 99_999_999;

/** Seconds that the state gives the task, and between two signs of life. */
export interface TaskLimits {
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
}

/** A number that is not allowed fails the state. */
export async function limitsOf(visit: Visit<TaskState>): Promise<TaskLimits> {
  const { timeoutSeconds, heartbeatSeconds } = visit.state;
  return {
    ...(timeoutSeconds === undefined
      ? {}
      : { timeoutSeconds: await evaluateInteger(visit, timeoutSeconds, 'TimeoutSeconds', 1, MAX_SECONDS) }),
    ...(heartbeatSeconds === undefined
      ? {}
      : {
          heartbeatSeconds: await evaluateInteger(
            visit,
            heartbeatSeconds,
            'HeartbeatSeconds',
            1,
            MAX_SECONDS,
          ),
        }),
  };
}
