/** How long what was read is good for, in milliseconds: on AWS requests are counted, on a laptop they are not. */
export interface Ages {
  /** Of an execution that runs. */
  readonly run: number;
  /** Of one that ended and could be redriven. */
  readonly ended: number;
  /** Of the list of executions. */
  readonly list: number;
  /** Of the list of a Map Run's children. */
  readonly children: number;
}

export const LOCAL_AGES: Ages = { run: 250, ended: 1_000, list: 500, children: 500 };
export const AWS_AGES: Ages = { run: 2_000, ended: 15_000, list: 5_000, children: 5_000 };
