import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  type ExecutionStatus,
  paginateListExecutions,
} from '@aws-sdk/client-sfn';
import { OperationError, UsageError } from '../errors.ts';
import type { Io } from '../io.ts';
import type { StateMachineOptions } from './state-machine.ts';
import {
  type ExecutionArn,
  executionArnOf,
  isStatesArn,
  looksLikeArn,
  type StateMachineArn,
  statesArn,
} from '../../workflow/arns.ts';
import { statusFor } from './interrupted.ts';
import { resolveStateMachine } from './state-machine.ts';
import type { StepFunctions } from './step-functions.ts';

/** Statuses from which an execution may be redriven. */
export const UNSUCCESSFUL: readonly ExecutionStatus[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];

/**
 * The ARN of the execution that an operand names: by its ARN, by its name, or `last` for the newest one.
 *
 * @throws OperationError when `last` finds none
 */
export async function resolveExecution(
  sfn: StepFunctions,
  operand: string,
  options: StateMachineOptions,
  env: Io['env'],
): Promise<ExecutionArn> {
  if (isStatesArn(operand, 'execution', 'express')) return operand;
  if (looksLikeArn(operand)) throw new UsageError(`${operand} is not the ARN of an execution`);
  const stateMachineArn = await resolveStateMachine(sfn, options, env);
  if (operand !== 'last') return executionArnOf(stateMachineArn, operand);
  for await (const { executionArn } of executionsOf(sfn, { stateMachineArn }, 1)) {
    if (executionArn !== undefined) return statesArn(executionArn, 'execution');
  }
  throw new OperationError(
    `there is no execution yet: start one with \`tvguide start${sfn.target.isLocal ? ' --local' : ''}\``,
  );
}

/** Which executions to list. */
export type ExecutionFilter = ({ readonly stateMachineArn: string } | { readonly mapRunArn: string }) & {
  readonly statusFilter?: ExecutionStatus;
};

/** The executions of a state machine or of a Map Run, newest first, page after page as they are asked for. */
export async function* executionsOf(
  { client }: StepFunctions,
  filter: ExecutionFilter,
  pageSize = 1000,
): AsyncGenerator<ExecutionListItem> {
  for await (const page of paginateListExecutions({ client, pageSize }, filter)) {
    yield* page.executions ?? [];
  }
}

/**
 * The status of a listed execution for people. A list calls an execution that was cut off RUNNING, so what is said
 * to run is looked at by itself.
 */
export async function statusOfListed(
  { client }: StepFunctions,
  { executionArn, status = 'RUNNING' }: ExecutionListItem,
): Promise<string> {
  if (status !== 'RUNNING') return status;
  return statusFor(await client.send(new DescribeExecutionCommand({ executionArn })));
}

/** The executions that were cut off and started at or after `since` (epoch milliseconds), newest first. */
export async function* cutOffSince(
  sfn: StepFunctions,
  stateMachineArn: StateMachineArn,
  since: number,
): AsyncGenerator<ExecutionListItem> {
  for await (const execution of executionsOf(sfn, { stateMachineArn, statusFilter: 'RUNNING' })) {
    if (startOf(execution) < since) return;
    if ((await statusOfListed(sfn, execution)) !== 'RUNNING') yield execution;
  }
}

/** The executions that did not succeed, do not run and started at or after `since` (epoch milliseconds), oldest first. */
export async function unsuccessfulSince(
  sfn: StepFunctions,
  stateMachineArn: StateMachineArn,
  since: number,
): Promise<ExecutionListItem[]> {
  const found: ExecutionListItem[] = [];
  for (const statusFilter of UNSUCCESSFUL) {
    for await (const execution of executionsOf(sfn, { stateMachineArn, statusFilter })) {
      // Newest first: what follows started even earlier.
      if (startOf(execution) < since) break;
      found.push(execution);
    }
  }
  for await (const execution of cutOffSince(sfn, stateMachineArn, since)) found.push(execution);
  return found.sort((a, b) => startOf(a) - startOf(b));
}

/** When a listed execution started, epoch milliseconds. */
export function startOf({ startDate }: ExecutionListItem): number {
  return startDate?.getTime() ?? 0;
}
