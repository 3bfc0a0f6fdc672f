import type { StepFunctions } from '../../operate/aws/step-functions.ts';
import { Interrupted } from '../../operate/errors.ts';
import { isError } from '../../operate/native-error.ts';
import type { Printer } from '../render/printer.ts';
import { explainFailure } from '../../operate/run/failure-chain.ts';
import { findRootCauses, type RootCause } from '../../operate/run/root-cause.ts';
import type { RunResult } from './run-result.ts';

/** The number of failed children of a Map Run to read: enough for an example. `why` reads more. */
const CHILDREN = 3;

/** The statuses with a root cause. */
const HAS_CAUSE = new Set(['FAILED', 'TIMED_OUT']);

/**
 * Finds the root causes of a failed execution; none for other statuses.
 *
 * @param printer prints a warning if the lookup fails, which must not hide the ending itself
 */
export async function explainEnding(
  sfn: StepFunctions,
  { executionArn, status }: RunResult,
  printer: Printer,
): Promise<readonly RootCause[]> {
  if (!HAS_CAUSE.has(status)) return [];
  try {
    return await findRootCauses(sfn, executionArn, await explainFailure(sfn, executionArn, CHILDREN));
  } catch (error) {
    if (error instanceof Interrupted || !isError(error)) throw error;
    printer.warn(`cannot look up the root cause: ${error.name}: ${error.message}`);
    return [];
  }
}
