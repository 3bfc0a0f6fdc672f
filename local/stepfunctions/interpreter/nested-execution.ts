import { isObject, parseJson } from './json.ts';

/** Returns AWS's cause for an execution that was stopped because a Task state of `parentArn` waited for it. */
export function abortCause(parentArn: string): string {
  return `The Task state in AWS Step Functions execution [${parentArn}] which was managing this resource was aborted`;
}

/** Returns the ARN in the output of TaskSubmitted; undefined if the job is no execution. */
export function startedExecution(output: string): string | undefined {
  const answer = parseJson(output);
  const arn = isObject(answer) ? answer['ExecutionArn'] : undefined;
  return typeof arn === 'string' ? arn : undefined;
}
