import type { Environment } from 'jsonata';
import type { EvaluationHost } from './expression.ts';

/** State of one evaluation, bound under a name that no JSONata variable can have. */
export interface Evaluation {
  readonly host: EvaluationHost;
  steps: number;
  depth: number;
}

export const EVALUATION = 'state of this evaluation';

/** Steps after which an evaluation is taken for endless. A large but honest expression needs thousands. */
const MAX_STEPS = 500_000;
/** Expressions inside expressions, which a function that calls itself adds to without end. */
const MAX_DEPTH = 5000;

/** The evaluation in which a function was called. */
export function evaluationOf(environment: Pick<Environment, 'lookup'>): Evaluation {
  return environment.lookup(EVALUATION) as Evaluation;
}

/** Called at each step of an expression that defines functions: such an expression could go on for ever. */
export function guardSteps(_node: unknown, _input: unknown, environment: Environment): void {
  const evaluation = evaluationOf(environment);
  evaluation.steps += 1;
  evaluation.depth += 1;
  if (evaluation.steps > MAX_STEPS)
    throw new EvaluationLimitError(`did not finish within ${MAX_STEPS} steps`);
  if (evaluation.depth > MAX_DEPTH) throw new EvaluationLimitError(`is nested more than ${MAX_DEPTH} deep`);
}

/** Called after each step that `guardSteps` was called for. */
export function leaveStep(_node: unknown, _input: unknown, environment: Environment): void {
  evaluationOf(environment).depth -= 1;
}

/** An expression that would not end. */
export class EvaluationLimitError extends Error {
  override readonly name = 'EvaluationLimitError';

  constructor(what: string) {
    super(`The expression ${what}`);
  }
}
