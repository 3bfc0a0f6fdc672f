import { omitUndefined } from '../omit-undefined.ts';
import type { TaskState } from '../definition/model.ts';
import type { Template } from '../jsonata/template.ts';
import type { Visit } from './frame.ts';
import { evaluateInteger } from './numbers.ts';

const MAX_SECONDS = 99_999_999;

/** The timeout and the heartbeat interval of a task. */
export interface TaskLimits {
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
}

/** Evaluates the limits. An invalid number fails the state. */
export async function limitsOf(visit: Visit<TaskState>): Promise<TaskLimits> {
  const { timeoutSeconds, heartbeatSeconds } = visit.state;
  const read = (template: Template | undefined, field: string) =>
    template === undefined ? undefined : evaluateInteger(visit, template, field, 1, MAX_SECONDS);
  return omitUndefined({
    timeoutSeconds: await read(timeoutSeconds, 'TimeoutSeconds'),
    heartbeatSeconds: await read(heartbeatSeconds, 'HeartbeatSeconds'),
  });
}
