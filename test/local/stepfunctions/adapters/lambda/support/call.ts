import { parseTaskResource } from '../../../../../../local/stepfunctions/interpreter/task-resource.ts';
import type { TaskCall } from '../../../../../../local/stepfunctions/interpreter/ports.ts';

/** Returns the interpreter's call of a resource with arguments. */
export function call(
  arn: string,
  args: unknown,
  signal: AbortSignal = new AbortController().signal,
): TaskCall {
  const resource = parseTaskResource(arn);
  if (resource === undefined) throw new Error(`${arn} is no resource`);
  return {
    resource,
    arguments: JSON.stringify(args),
    executionArn: 'arn:aws:states:eu-west-2:000000000000:execution:m:e',
    stateName: 'Work',
    eventId: 3,
    signal,
  };
}
