/**
 * The quotas of Step Functions. Tests and benchmarks may override them.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html}
 */
export interface Quotas {
  /** UTF-8 bytes of one input, output or result. */
  readonly payloadBytes: number;
  /** Events in one execution's history. */
  readonly historyEvents: number;
  /** Concurrent iterations of an inline Map. */
  readonly inlineMapConcurrency: number;
  /** Concurrent children of a Map Run. */
  readonly distributedMapConcurrency: number;
  /**
   * Concurrent children of all Map Runs together; the others stay pending. Children of children do not count: they
   * could wait for permits that their parents hold. AWS has no such quota; a single machine needs it.
   */
  readonly childrenAtOnce: number;
  /** UTF-8 bytes of one variable, and of all variables that one `Assign` sets. */
  readonly variableBytes: number;
  /** UTF-8 bytes of all variables of one execution. */
  readonly allVariablesBytes: number;
  /** UTF-8 bytes of a definition. */
  readonly definitionBytes: number;
  /** Characters in the name of a state, an execution or a variable. */
  readonly nameLength: number;
  /** Maximum duration of a Standard execution, in milliseconds. */
  readonly standardExecutionMs: number;
  /** Maximum duration of an Express execution, in milliseconds. */
  readonly expressExecutionMs: number;
  /** Milliseconds after its end during which an execution can be redriven. */
  readonly redrivablePeriodMs: number;
  /** Redrives of one Map Run. */
  readonly mapRunRedrives: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

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
