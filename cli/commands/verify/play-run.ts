import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { nameOf, type StateMachineArn } from '../../../workflow/arns.ts';
import { pause } from '../../../operate/aws/pause.ts';
import { uniqueExecutionName } from '../../../operate/executions/execution-name.ts';
import { startExecution } from '../../../operate/executions/start-execution.ts';
import { failed, type Finding } from '../../findings/check.ts';
import type { Session } from '../../session.ts';
import { readCause } from '../../../events/read-cause.ts';

const POLL_MS = 2_000;
const POLL_MS_LOCAL = 100;

/** A run that publishes nothing, and its time limit. */
export interface TrialRun {
  readonly input: Readonly<Record<string, unknown>>;
  /** The time after which the run is stopped, in milliseconds. */
  readonly timeoutMs: number;
  /** Judges the output of a run that succeeded. */
  readonly judge: (output: unknown) => Finding;
}

/** Starts a run that publishes nothing, waits for its end, and judges its output. */
export async function playRun(
  session: Session,
  stateMachineArn: StateMachineArn,
  { input, timeoutMs, judge }: TrialRun,
): Promise<Finding> {
  const { sfn, io, command } = session;
  const { executionArn } = await startExecution(sfn, {
    stateMachineArn,
    name: uniqueExecutionName(input, io.now()),
    input: JSON.stringify(input),
  });
  const name = nameOf(executionArn);
  const explanation = command(`why ${name}`);
  const description = await waitForEnd(session, executionArn, timeoutMs);
  if (description.status === 'RUNNING') {
    await sfn.client.send(
      new StopExecutionCommand({ executionArn, cause: `It took longer than ${timeoutMs / 1_000} s.` }),
    );
    return failed(`${name} was not over after ${timeoutMs / 1_000} s, and was stopped`, explanation);
  }
  if (description.status !== 'SUCCEEDED') {
    const { status = 'UNKNOWN', error = status, cause = '' } = description;
    return failed(`${name} is ${status}, ${error}: ${readCause(cause).message}`, explanation);
  }
  const output: unknown = JSON.parse(description.output ?? 'null');
  const finding = judge(output);
  return { ...finding, detail: `${name}: ${finding.detail}` };
}

/** Waits until the execution ends or its time is over. */
async function waitForEnd(
  { sfn: { client, target }, io }: Session,
  executionArn: string,
  timeoutMs: number,
): Promise<DescribeExecutionOutput> {
  const deadline = io.monotonic() + timeoutMs;
  for (;;) {
    const description = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (description.status !== 'RUNNING' || io.monotonic() >= deadline) return description;
    await pause(io, target.isLocal ? POLL_MS_LOCAL : POLL_MS);
  }
}
