import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  DescribeMapRunCommand,
  RedriveExecutionCommand,
} from '@aws-sdk/client-sfn';
import { redriveToken } from '../../workflow/redrive-policy.ts';
import { nameOf } from '../aws/arns.ts';
import { readHistory } from '../aws/history.ts';
import { statusFor } from '../aws/interrupted.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import { OperationError } from '../errors.ts';
import { StateVisits, type Visit } from '../run/state-visits.ts';

/** What is known of an execution before it is redriven. */
export interface RedrivePlan {
  readonly executionArn: string;
  readonly status: string;
  readonly redriveCount: number;
  /** Why it cannot be redriven; undefined when it can. */
  readonly refusal: string | undefined;
  /** The states that a redrive runs again. */
  readonly states: readonly string[];
  /** True if one of them fetches titles. */
  readonly fetchesTitles: boolean;
  /** Titles of the Map Run that did not succeed; undefined without one, or when it was not asked for. */
  readonly titles: { readonly unfinished: number; readonly total: number } | undefined;
  /** The description of the execution by Step Functions. */
  readonly description: DescribeExecutionOutput;
}

/**
 * Finds out whether an execution can be redriven and what would run again.
 *
 * @param withTitles whether to count the titles, which takes a request that AWS allows once a second
 */
export async function planRedrive(
  sfn: StepFunctions,
  executionArn: string,
  withTitles: boolean,
): Promise<RedrivePlan> {
  const description = await sfn.client.send(new DescribeExecutionCommand({ executionArn }));
  const { redriveCount = 0 } = description;
  const status = statusFor(description);
  const refusal = await refusalOf(sfn, description);
  const known = { executionArn, status, redriveCount, refusal, description };
  if (refusal !== undefined) return { ...known, states: [], fetchesTitles: false, titles: undefined };
  const visits = new StateVisits();
  for (const event of await readHistory(sfn, executionArn)) visits.add(event);
  const open = visits.visits.filter((visit) => visit.exitedAt === undefined && visit.parent === undefined);
  const titles = withTitles ? await unfinishedTitles(sfn, open) : undefined;
  const fetchesTitles = open.some(({ type }) => type === 'Map');
  return { ...known, states: open.map(({ name }) => name), fetchesTitles, titles };
}

/**
 * The plan of a redrive that is possible, with its titles counted.
 *
 * @throws OperationError with the reason why it is not
 */
export async function planPossibleRedrive(sfn: StepFunctions, executionArn: string): Promise<RedrivePlan> {
  const plan = await planRedrive(sfn, executionArn, true);
  if (plan.refusal === undefined) return plan;
  throw new OperationError(`${nameOf(executionArn)} cannot be redriven: ${plan.refusal}`);
}

/** What a redrive will do, in words. */
export function describePlan({ executionArn, status, states, titles }: RedrivePlan): string {
  const what = states.length === 0 ? 'the state that did not end' : states.join(', ');
  const count =
    titles === undefined ? '' : `: ${titles.unfinished} of ${titles.total} titles did not succeed`;
  return `${nameOf(executionArn)} is ${status}. A redrive runs again from ${what}${count}. What succeeded is not repeated.`;
}

async function refusalOf(
  sfn: StepFunctions,
  { status, redriveStatus, redriveStatusReason, mapRunArn }: DescribeExecutionOutput,
): Promise<string | undefined> {
  if (redriveStatus === 'REDRIVABLE') return undefined;
  if (redriveStatus === 'REDRIVABLE_BY_MAP_RUN' && mapRunArn !== undefined) {
    const { executionArn = '' } = await sfn.client.send(new DescribeMapRunCommand({ mapRunArn }));
    return `it is a child of a Map Run: redrive its parent ${nameOf(executionArn)}`;
  }
  return redriveStatusReason ?? `an execution that is ${status ?? 'in this state'} cannot be redriven`;
}

async function unfinishedTitles({ client }: StepFunctions, open: readonly Visit[]) {
  const mapRunArn = open.find((visit) => visit.mapRunArn !== undefined)?.mapRunArn;
  if (mapRunArn === undefined) return undefined;
  const { itemCounts } = await client.send(new DescribeMapRunCommand({ mapRunArn }));
  const { total = 0, succeeded = 0 } = itemCounts ?? {};
  return { unfinished: total - succeeded, total };
}

/**
 * Redrives an execution with the same client token for everybody who redrives the same failure. So the execution is
 * redriven once by a command that was killed and called again, by two people at once, or by a person and the state
 * machine redrive-failed-run.
 */
export async function redriveExecution(
  { client }: StepFunctions,
  { executionArn, redriveCount }: Pick<RedrivePlan, 'executionArn' | 'redriveCount'>,
): Promise<Date | undefined> {
  const { redriveDate } = await client.send(
    new RedriveExecutionCommand({ executionArn, clientToken: redriveToken(redriveCount) }),
  );
  return redriveDate;
}
