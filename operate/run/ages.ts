import type { StepFunctions } from '../aws/step-functions.ts';

/** The time for which an answer is good, in milliseconds. Requests are counted on AWS, and not on a laptop. */
export interface Ages {
  /** Of an execution that runs. */
  readonly run: number;
  /** Of one that ended and could be redriven. */
  readonly ended: number;
  /** Of the list of executions. */
  readonly list: number;
  /** Of the list of a Map Run's children, and of what is known of them. */
  readonly children: number;
}

const LOCAL_AGES: Ages = { run: 250, ended: 1_000, list: 500, children: 500 };
const AWS_AGES: Ages = { run: 2_000, ended: 15_000, list: 5_000, children: 5_000 };

/** The ages for this machine or for AWS. */
export function agesFor({ target }: StepFunctions): Ages {
  return target.isLocal ? LOCAL_AGES : AWS_AGES;
}
