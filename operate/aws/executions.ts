import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  type ExecutionStatus,
  paginateListExecutions,
} from '@aws-sdk/client-sfn';
import { omitUndefined } from '../../events/omit-undefined.ts';
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
 * Resolves an ARN, a name, or `last` (the newest execution) to the ARN of an execution.
 *
 * @throws OperationError if `last` finds none
 * @example await resolveExecution(sfn, 'last', {}, io.env)
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

/** The executions to list. */
export type ExecutionFilter = ({ readonly stateMachineArn: string } | { readonly mapRunArn: string }) & {
  readonly statusFilter?: ExecutionStatus;
};

/**
 * Lists the executions of a state machine or of a Map Run, newest first. Pages are read as needed.
 * @example for await (const { name } of executionsOf(sfn, { stateMachineArn, statusFilter: 'FAILED' })) print(name)
 */
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
 * Lists the executions of a state machine that have one of several statuses, newest first. Pages are read as needed.
 *
 * @param statuses undefined stands for all statuses
 * @example for await (const { name } of newestWith(sfn, stateMachineArn, ['FAILED', 'TIMED_OUT'])) names.push(name)
 */
export async function* newestWith(
  sfn: StepFunctions,
  stateMachineArn: StateMachineArn,
  statuses: readonly (ExecutionStatus | undefined)[],
  pageSize?: number,
): AsyncGenerator<ExecutionListItem> {
  const lists = await Promise.all(
    statuses.map(async (statusFilter) => {
      const filter = { stateMachineArn, ...omitUndefined({ statusFilter }) };
      const list = executionsOf(sfn, filter, pageSize);
      return { list, head: await list.next() };
    }),
  );
  for (;;) {
    const [newest] = lists
      .flatMap((one) => (one.head.done === true ? [] : [{ one, item: one.head.value }]))
      .sort((a, b) => startOf(b.item) - startOf(a.item));
    if (newest === undefined) return;
    yield newest.item;
    newest.one.head = await newest.one.list.next();
  }
}

/**
 * Reads the status of a listed execution. ListExecutions reports interrupted executions as RUNNING, so running ones are
 * described again.
 * @example await statusOfListed(sfn, execution) // 'INTERRUPTED'
 */
export async function statusOfListed(
  { client }: StepFunctions,
  { executionArn, status = 'RUNNING' }: ExecutionListItem,
): Promise<string> {
  if (status !== 'RUNNING') return status;
  return statusFor(await client.send(new DescribeExecutionCommand({ executionArn })));
}

/**
 * Lists the interrupted executions that started at or after `since` (epoch milliseconds), newest first.
 * @example for await (const { name } of cutOffSince(sfn, stateMachineArn, 0)) names.push(name)
 */
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

/**
 * Lists the unsuccessful executions that started at or after `since` (epoch milliseconds), oldest first.
 * @example const [oldest] = await unsuccessfulSince(sfn, stateMachineArn, io.now() - DAY_MS)
 */
export async function unsuccessfulSince(
  sfn: StepFunctions,
  stateMachineArn: StateMachineArn,
  since: number,
): Promise<ExecutionListItem[]> {
  const found: ExecutionListItem[] = [];
  for (const statusFilter of UNSUCCESSFUL) {
    for await (const execution of executionsOf(sfn, { stateMachineArn, statusFilter })) {
      // Newest first: the rest started even earlier.
      if (startOf(execution) < since) break;
      found.push(execution);
    }
  }
  for await (const execution of cutOffSince(sfn, stateMachineArn, since)) found.push(execution);
  return found.sort((a, b) => startOf(a) - startOf(b));
}

/**
 * Returns the start of a listed execution, in epoch milliseconds.
 * @example executions.sort((one, other) => startOf(other) - startOf(one)) // newest first
 */
export function startOf({ startDate }: ExecutionListItem): number {
  return startDate?.getTime() ?? 0;
}
