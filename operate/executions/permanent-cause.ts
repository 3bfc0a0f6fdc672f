import type { ErrorAdvice } from '../../workflow/error-advice.ts';
import { statesArn } from '../../workflow/arns.ts';
import { executionsOf } from '../aws/executions.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import { adviceFor } from '../run/advice.ts';
import { explainFailure } from '../run/failure-chain.ts';
import { findRootCauses } from '../run/root-cause.ts';
import type { RedrivePreview } from './redrive-preview.ts';

/** The reason for which a redrive fails in the same way. */
export interface PermanentCause {
  /** The name of the error. */
  readonly error: string;
  readonly advice: ErrorAdvice;
}

/** A run, as the preview of its redrive describes it. */
interface FailedRun extends Pick<RedrivePreview, 'executionArn' | 'status'> {
  readonly description: Partial<RedrivePreview['description']>;
}

/** The error of a run whose Map Run failed. The errors of the children have the reason. */
const CHILDREN_FAILED = 'States.ExceedToleratedFailureThreshold';
/** The number of failed children of a Map Run to read. */
const CHILDREN = 10;
/** The number of successful executions to look at. */
const SUCCESSES = 100;

/**
 * Finds the reason for which a redrive of a failed run fails in the same way: all of its causes are permanent. A cause that
 * a person can correct counts until another run has succeeded.
 *
 * @param explain explains the failure of the run @default reads it
 * @returns null if a redrive can help, and for a run that was stopped or interrupted
 * @example const cause = await findPermanentCause(sfn, await redrivePreview(sfn, tables, executionArn, { ownFeed }));
 */
export async function findPermanentCause(
  sfn: StepFunctions,
  { executionArn, status, description }: FailedRun,
  explain = () => explainFailure(sfn, executionArn, CHILDREN),
): Promise<PermanentCause | null> {
  const { error = '', stateMachineArn = '', stopDate } = description;
  if (status !== 'FAILED' || (error !== CHILDREN_FAILED && !isPermanent(adviceFor(error)))) return null;
  const causes = await findRootCauses(sfn, executionArn, await explain());
  const [first] = causes;
  if (first?.advice === undefined || !causes.every(({ advice }) => isPermanent(advice))) return null;
  const cause = { error: first.error, advice: first.advice };
  if (causes.some(({ advice }) => advice?.redriveHelps === false)) return cause;
  return (await hasSucceededSince(sfn, stateMachineArn, stopDate)) ? null : cause;
}

const isPermanent = (advice: ErrorAdvice | undefined): boolean => advice?.isPermanent === true;

async function hasSucceededSince(
  sfn: StepFunctions,
  stateMachineArn: string,
  since: Date | undefined,
): Promise<boolean> {
  const filter = {
    stateMachineArn: statesArn(stateMachineArn, 'stateMachine'),
    statusFilter: 'SUCCEEDED',
  } as const;
  let seen = 0;
  for await (const { stopDate } of executionsOf(sfn, filter, SUCCESSES)) {
    if (Number(stopDate ?? 0) > Number(since ?? 0)) return true;
    seen += 1;
    if (seen === SUCCESSES) return false;
  }
  return false;
}
