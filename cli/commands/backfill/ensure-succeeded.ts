import { omitUndefined } from '../../../events/omit-undefined.ts';
import type { RunSummary } from '../../../events/types.ts';
import { DescribeExecutionCommand, type DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { executionArnOf, type StateMachineArn } from '../../../workflow/arns.ts';
import { isRunning } from '../../../operate/aws/interrupted.ts';
import type { Session } from '../../session.ts';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import { redriveExecution } from '../../../operate/executions/redrive-execution.ts';
import { startExecution } from '../../../operate/executions/start-execution.ts';
import type { RunResult } from '../../progress/run-result.ts';
import { pollExecution } from '../../progress/watch-execution.ts';
import type { Slice } from './slices.ts';

/** The action that was taken for a slice. */
export type SliceAction = 'started' | 'redriven' | 'joined' | 'already done';

export interface SliceResult {
  readonly slice: Slice;
  readonly executionArn: string;
  readonly action: SliceAction;
  readonly status: string;
  readonly error?: string;
  readonly cause?: string;
  /** The summary of a run that was followed. */
  readonly summary?: RunSummary;
}

/**
 * Ingests a slice: starts its execution, joins a running one, redrives a failed one, or keeps a successful one. An
 * execution that can no longer be redriven is started again under the next name.
 *
 * @param tell called with the action before the execution is followed
 */
export async function ensureSucceeded(
  session: Session,
  stateMachineArn: StateMachineArn,
  slice: Slice,
  tell: (action: SliceAction, executionArn: string) => void,
): Promise<SliceResult> {
  const { sfn } = session;
  const { executionArn, name, action, redriveCount } = await lookUp(sfn, stateMachineArn, slice);
  tell(action, executionArn);
  let redrives = redriveCount;
  if (action === 'started') {
    await startExecution(sfn, { stateMachineArn, name, input: JSON.stringify(slice.input) });
  } else if (action === 'redriven') {
    await redriveExecution(sfn, { executionArn, redriveCount });
    redrives += 1;
  } else if (action === 'already done') {
    return { slice, executionArn, action, status: 'SUCCEEDED' };
  }
  return resultOf(slice, action, await pollExecution(session, { executionArn, minRedrives: redrives }));
}

/** Finds the execution of a slice, and the action for it. */
export async function lookUp(sfn: StepFunctions, stateMachineArn: StateMachineArn, slice: Slice) {
  for (let generation = 1; ; generation += 1) {
    const name = generation === 1 ? slice.name : `${slice.name}-${generation}`;
    const executionArn = executionArnOf(stateMachineArn, name);
    const found = await describe(sfn, executionArn);
    const action = actionFor(found);
    if (action !== undefined) return { executionArn, name, action, redriveCount: found?.redriveCount ?? 0 };
  }
}

async function describe({ client }: StepFunctions, executionArn: string) {
  return client.send(new DescribeExecutionCommand({ executionArn })).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  });
}

/** Returns the action for an execution; undefined if another execution has to replace it. */
function actionFor(found: DescribeExecutionOutput | undefined): SliceAction | undefined {
  if (found === undefined) return 'started';
  if (found.status === 'SUCCEEDED') return 'already done';
  // An interrupted local execution is still RUNNING, and can be redriven.
  if (found.redriveStatus === 'REDRIVABLE') return 'redriven';
  return isRunning(found) ? 'joined' : undefined;
}

function resultOf(
  slice: Slice,
  action: SliceAction,
  { executionArn, status, error, cause, summary }: RunResult,
): SliceResult {
  return {
    slice,
    executionArn,
    action,
    status,
    ...omitUndefined({ error, cause, summary }),
  };
}
