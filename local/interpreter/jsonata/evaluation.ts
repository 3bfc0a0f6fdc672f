import type { Environment } from 'jsonata';
import type { EvaluationHost } from './expression.ts';

/** State of one evaluation, bound under a name that no JSONata variable can have. */
export interface Evaluation {
  readonly host: EvaluationHost;
  steps: number;
}

export const EVALUATION = 'state of this evaluation';

/** Steps after which an evaluation is taken for endless. A large but honest expression needs thousands. */
const MAX_STEPS = 2_000_000;

/** The evaluation in which a function was called. */
export function evaluationOf(environment: Pick<Environment, 'lookup'>): Evaluation {
  return environment.lookup(EVALUATION) as Evaluation;
}

/** Called at each step of an expression that defines functions: such an expression could go on for ever. */
export function guardSteps(_node: unknown, _input: unknown, environment: Environment): void {
  const evaluation = evaluationOf(environment);
  evaluation.steps += 1;
  if (evaluation.steps > MAX_STEPS) throw new EvaluationLimitError();
}

/** An expression that would not end. */
export class EvaluationLimitError extends Error {
  override readonly name = 'EvaluationLimitError';

  constructor() {
    super(`The expression did not finish within ${MAX_STEPS} steps`);
  }
}
