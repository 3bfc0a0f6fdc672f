import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
} from '@aws-sdk/client-sfn';
import { nameOf } from '../../workflow/arns.ts';
import { PLAIN_NAMES } from '../../workflow/names.ts';
import { executionsOf } from '../aws/executions.ts';
import { isRunning } from '../aws/interrupted.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import { isError } from '../native-error.ts';

/** The execution of redrive-failed-run that handles a failure. */
export interface WaitingRedriver {
  readonly name: string;
  /** The end of its wait, epoch milliseconds: it then judges the run again. Null if it does not wait at the moment. */
  readonly redriveAt: number | null;
}

const STATE_MACHINE = new RegExp(`:stateMachine:${PLAIN_NAMES.stateMachine}(?=$|-)`);
/** The number of redriver executions to read. Each waits for one failed execution. */
const MAX_REDRIVERS = 10;

/**
 * Finds the execution of redrive-failed-run that waits to redrive an execution; undefined if there is none, or if it
 * cannot be read.
 *
 * @example const { redriveAt = null } = (await findRedriver(sfn, description)) ?? {}
 */
export async function findRedriver(
  sfn: StepFunctions,
  { executionArn, stateMachineArn = '' }: Pick<DescribeExecutionOutput, 'executionArn' | 'stateMachineArn'>,
): Promise<WaitingRedriver | undefined> {
  if (!STATE_MACHINE.test(stateMachineArn)) return undefined;
  const redriver = stateMachineArn.replace(STATE_MACHINE, `:stateMachine:${PLAIN_NAMES.redriver}`);
  const filter = { stateMachineArn: redriver, statusFilter: 'RUNNING' } as const;
  let looked = 0;
  try {
    for await (const one of executionsOf(sfn, filter, MAX_REDRIVERS)) {
      const arn = one.executionArn ?? '';
      const description = await sfn.client.send(new DescribeExecutionCommand({ executionArn: arn }));
      const { input = '{}' } = description;
      const { executionArn: handled } = JSON.parse(input) as { executionArn?: unknown };
      if (isRunning(description) && handled === executionArn)
        return { name: nameOf(arn), redriveAt: await endOfWait(sfn, arn) };
      looked += 1;
      if (looked === MAX_REDRIVERS) return undefined;
    }
  } catch (error) {
    // Without permission or without a redriver, the other ways remain.
    if (isError(error) && /^(StateMachineDoesNotExist|AccessDeniedException)$/.test(error.name))
      return undefined;
    throw error;
  }
  return undefined;
}

/** Returns the end of the wait in which an execution of redrive-failed-run is; null if it does not wait. */
async function endOfWait({ client }: StepFunctions, executionArn: string): Promise<number | null> {
  const { events = [] } = await client.send(
    new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }),
  );
  const [last] = events;
  if (last?.type !== 'WaitStateEntered' || last.timestamp === undefined) return null;
  const { waitSeconds } = JSON.parse(last.stateEnteredEventDetails?.input ?? '{}') as {
    readonly waitSeconds?: unknown;
  };
  return typeof waitSeconds === 'number' ? last.timestamp.getTime() + waitSeconds * 1_000 : null;
}
