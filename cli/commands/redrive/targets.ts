import type { StateMachineArn } from '../../../workflow/arns.ts';
import {
  cutOffSince,
  executionsOf,
  resolveExecution,
  startOf,
  UNSUCCESSFUL,
  unsuccessfulSince,
} from '../../../operate/aws/executions.ts';
import { resolveStateMachine } from '../../../operate/aws/state-machine.ts';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import { OperationError, UsageError } from '../../../operate/errors.ts';
import type { Io } from '../../../operate/io.ts';
import { momentOf, type Since } from '../../../operate/parse/since.ts';
import type { StateMachineOptions } from '../../../operate/aws/state-machine.ts';

/** The options that select executions to redrive. */
export interface TargetChoice extends StateMachineOptions {
  /** The newest execution that did not succeed. */
  readonly last?: boolean;
  readonly allFailed?: boolean;
  /** The earliest start, for {@link allFailed}. */
  readonly since?: Since;
}

/** The time after its end in which an execution can be redriven. */
const REDRIVABLE_MS = 14 * 86_400_000;

/**
 * Selects the executions to redrive, oldest first.
 *
 * @throws UsageError unless exactly one selection is used
 */
export async function chooseTargets(
  sfn: StepFunctions,
  operand: string | undefined,
  options: TargetChoice,
  io: Io,
): Promise<string[]> {
  const { last = false, allFailed = false, since } = options;
  if ([operand !== undefined, last, allFailed].filter(Boolean).length !== 1) {
    throw new UsageError('say what to redrive: an execution, --last or --all-failed');
  }
  if (since !== undefined && !allFailed) throw new UsageError('--since goes with --all-failed only');
  if (operand !== undefined) return [await resolveExecution(sfn, operand, options, io.env)];
  const stateMachineArn = await resolveStateMachine(sfn, options, io.env);
  if (last) return [await newestUnsuccessful(sfn, stateMachineArn)];
  const earliest = momentOf(since ?? { back: REDRIVABLE_MS }, io.now());
  const found = await unsuccessfulSince(sfn, stateMachineArn, earliest);
  return found.flatMap(({ executionArn }) => (executionArn === undefined ? [] : [executionArn]));
}

async function newestUnsuccessful(sfn: StepFunctions, stateMachineArn: StateMachineArn): Promise<string> {
  let newest: { executionArn: string; start: number } | undefined;
  const lists = UNSUCCESSFUL.map((statusFilter) => executionsOf(sfn, { stateMachineArn, statusFilter }, 1));
  for (const list of [...lists, cutOffSince(sfn, stateMachineArn, 0)]) {
    for await (const execution of list) {
      const { executionArn } = execution;
      const start = startOf(execution);
      if (executionArn !== undefined && (newest === undefined || start > newest.start)) {
        newest = { executionArn, start };
      }
      break;
    }
  }
  if (newest === undefined)
    throw new OperationError('there is no execution that failed, timed out, was stopped or was interrupted');
  return newest.executionArn;
}
