import type { StepFunctions } from '../../operate/aws/step-functions.ts';
import { Interrupted } from '../../operate/errors.ts';
import { isError } from '../../operate/native-error.ts';
import type { Printer } from '../render/printer.ts';
import { explainFailure } from '../../operate/run/failure-chain.ts';
import { findRootCauses, type RootCause } from '../../operate/run/root-cause.ts';
import type { RunResult } from './run-result.ts';

/** How many failed children of a Map Run are looked into: enough for an example; `why` looks into more. */
const CHILDREN = 3;

/** What nobody stopped has a cause that can be found. */
const HAS_CAUSE = new Set(['FAILED', 'TIMED_OUT']);

/**
 * What made an execution fail in the first place; empty where that is no question.
 *
 * @param printer is warned when it cannot be found out, which must not keep the ending itself from being told
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
    printer.warn(`what failed first cannot be looked up: ${error.name}: ${error.message}`);
    return [];
  }
}
