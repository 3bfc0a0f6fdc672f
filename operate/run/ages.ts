import type { StepFunctions } from '../aws/step-functions.ts';

/** The time that an answer is cached, in milliseconds. It is longer on AWS, which limits requests. */
export interface Ages {
  /** For a running execution. */
  readonly run: number;
  /** For an ended execution, which could be redriven. */
  readonly ended: number;
  /** For the list of executions. */
  readonly list: number;
  /** For the children of a Map Run. */
  readonly children: number;
}

const LOCAL_AGES: Ages = { run: 250, ended: 1_000, list: 500, children: 500 };
const AWS_AGES: Ages = { run: 2_000, ended: 15_000, list: 5_000, children: 5_000 };

/**
 * Returns the ages for this machine or for AWS.
 * @example await run.refresh(io.monotonic(), agesFor(sfn).run)
 */
export function agesFor({ target }: StepFunctions): Ages {
  return target.isLocal ? LOCAL_AGES : AWS_AGES;
}
