/**
 * Limits of Step Functions. Tests and benchmarks may lift them; the runtime uses AWS's.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html}
 */
export interface Quotas {
  /** UTF-8 bytes of one input, output or result. */
  readonly payloadBytes: number;
  /** Events in one execution's history. */
  readonly historyEvents: number;
  /** Iterations of an inline Map that run at once. */
  readonly inlineMapConcurrency: number;
  /** Child executions of a Map Run that run at once. */
  readonly distributedMapConcurrency: number;
  /**
   * Children of all Map Runs together that run at once; the others stay pending. Children of children do not count, or
   * those that wait for them could take all places. AWS has no such limit, one machine needs it.
   */
  readonly childrenAtOnce: number;
  /** UTF-8 bytes of one variable, and of all variables that one `Assign` sets. */
  readonly variableBytes: number;
  /** UTF-8 bytes of all variables of one execution. */
  readonly allVariablesBytes: number;
  /** UTF-8 bytes of a definition. */
  readonly definitionBytes: number;
  /** Characters of the name of a state, an execution or a variable. */
  readonly nameLength: number;
  /** Milliseconds that a Standard execution may be open. */
  readonly standardExecutionMs: number;
  /** Milliseconds that an Express execution may be open. */
  readonly expressExecutionMs: number;
  /** Milliseconds after its end in which an execution can be redriven. */
  readonly redrivablePeriodMs: number;
  /** Redrives of one Map Run. */
  readonly mapRunRedrives: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The quotas of AWS. */
export const AWS_QUOTAS: Quotas = {
  payloadBytes: 256 * 1024,
  historyEvents: 25_000,
  inlineMapConcurrency: 40,
  distributedMapConcurrency: 10_000,
  childrenAtOnce: Infinity,
  variableBytes: 256 * 1024,
  allVariablesBytes: 10 * 1024 * 1024,
  definitionBytes: 1024 * 1024,
  nameLength: 80,
  standardExecutionMs: 365 * DAY_MS,
  expressExecutionMs: 5 * 60 * 1000,
  redrivablePeriodMs: 14 * DAY_MS,
  mapRunRedrives: 1000,
};
