import { DescribeExecutionCommand, type DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { PLAIN_NAMES } from '../../../workflow/names.ts';
import { recoveryCredits } from '../../../workflow/recovery-credits.ts';
import { CREDITS_PER_TITLE } from '../../../events/credits.ts';
import { nameOf } from '../../../workflow/arns.ts';
import { isRunning } from '../../../operate/aws/interrupted.ts';
import { executionsOf } from '../../../operate/aws/executions.ts';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import { isError } from '../../../operate/native-error.ts';
import type { RedrivePreview } from '../../../operate/executions/redrive-preview.ts';
import type { RootCause } from '../../../operate/run/root-cause.ts';

/** A way to continue after a failure. */
export interface WayOn {
  readonly way: 'redrive' | 'wait' | 'fresh run';
  /** The number of titles to fetch; null if unknown until they are listed. */
  readonly titles: number | null;
  /** The maximum cost of these titles in credits. */
  readonly credits: number | null;
  /**
   * The part of the credits for titles that are bought twice. A fresh run buys titles again that this execution has
   * bought. A redrive buys titles that the overtaking run buys as well.
   */
  readonly boughtTwice: number;
  /** The execution of the redriver; only for `wait`. */
  readonly redriver?: string;
}

/** Returns the useful ways to continue a failed execution, the cheapest first. */
export function waysOn(
  { refusal, mapRun, overtaker, creditsTwice, description }: RedrivePreview,
  causes: readonly RootCause[],
  redriver: string | undefined,
): WayOn[] {
  // A child is redriven with its parent.
  if (description.mapRunArn !== undefined) return [];
  const hopeless = causes.length > 0 && causes.every(({ advice }) => advice?.redriveHelps === false);
  const credits = mapRun === null ? null : recoveryCredits(mapRun.titles, CREDITS_PER_TITLE);
  const fresh: WayOn = {
    way: 'fresh run',
    titles: mapRun?.titles.total ?? null,
    credits: credits?.freshRun ?? null,
    boughtTwice: credits?.boughtTwice ?? 0,
  };
  if (refusal !== null || hopeless) return [fresh];
  const redrive = {
    titles: mapRun?.titles.again ?? null,
    credits: mapRun?.credits ?? null,
    boughtTwice: creditsTwice ?? 0,
  };
  return [
    { way: 'redrive', ...redrive },
    // The redriver skips an overtaken run.
    ...(redriver === undefined || overtaker !== null ? [] : [{ way: 'wait', ...redrive, redriver } as const]),
    fresh,
  ];
}

const STATE_MACHINE = new RegExp(`:stateMachine:${PLAIN_NAMES.stateMachine}(?=$|-)`);
/** The number of redriver executions to read. Each waits for one failed execution. */
const MAX_REDRIVERS = 10;

/** Finds the execution of redrive-failed-run that waits to redrive an execution. */
export async function findRedriver(
  sfn: StepFunctions,
  { executionArn, stateMachineArn = '' }: DescribeExecutionOutput,
): Promise<string | undefined> {
  if (!STATE_MACHINE.test(stateMachineArn)) return undefined;
  const redriver = stateMachineArn.replace(STATE_MACHINE, `:stateMachine:${PLAIN_NAMES.redriver}`);
  let looked = 0;
  try {
    for await (const one of executionsOf(
      sfn,
      { stateMachineArn: redriver, statusFilter: 'RUNNING' },
      MAX_REDRIVERS,
    )) {
      const description = await sfn.client.send(
        new DescribeExecutionCommand({ executionArn: one.executionArn }),
      );
      const { input = '{}' } = description;
      if (
        isRunning(description) &&
        (JSON.parse(input) as { executionArn?: unknown }).executionArn === executionArn
      ) {
        return nameOf(one.executionArn ?? '');
      }
      looked += 1;
      if (looked === MAX_REDRIVERS) return undefined;
    }
  } catch (error) {
    // Without permission or without a redriver, the other ways are printed.
    if (isError(error) && /^(StateMachineDoesNotExist|AccessDeniedException)$/.test(error.name))
      return undefined;
    throw error;
  }
  return undefined;
}
