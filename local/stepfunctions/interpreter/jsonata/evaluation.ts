import type { Environment } from 'jsonata';
import type { Hash, Random } from '../ports.ts';
import { EvaluationLimitError, MAX_DEPTH, type Limits } from './limits.ts';

/** Time, randomness and digests for an evaluation. */
export interface EvaluationHost {
  /** Epoch milliseconds for `$now` and `$millis`. */
  readonly now: number;
  readonly random: Random;
  readonly hash: Hash;
}

/** The state of one evaluation, bound under a name that no JSONata variable can have. */
export interface Evaluation {
  readonly host: EvaluationHost;
  readonly limits: Limits;
  readonly effort: Effort;
  work: number;
  depth: number;
}

/** The cost of reading values, in units of work. */
export interface Effort {
  readonly item: number;
  readonly character: number;
  readonly object: number;
}

export const EVALUATION = 'state of this evaluation';

/** Returns the evaluation that called a function. */
export function evaluationOf(environment: Pick<Environment, 'lookup'>): Evaluation {
  return environment.lookup(EVALUATION) as Evaluation;
}

/** Runs before each step of a watched evaluation. */
export function enterStep(_node: unknown, _input: unknown, environment: Environment): void {
  const evaluation = evaluationOf(environment);
  evaluation.depth += 1;
  if (evaluation.depth > MAX_DEPTH) exceed(evaluation, 'depth');
}

/** Returns the function that runs after each step. `rangeEnds` are the nodes of the bounds of ranges. */
export function leaveStep(
  rangeEnds: ReadonlySet<unknown>,
): (node: unknown, input: unknown, environment: Environment, result: unknown) => void {
  return (node, _input, environment, result) => {
    const evaluation = evaluationOf(environment);
    const { limits, effort } = evaluation;
    evaluation.depth -= 1;
    evaluation.work += 1;
    if (typeof result === 'string') {
      evaluation.work += result.length * effort.character;
      if (result.length > limits.bytes) exceed(evaluation, 'memory');
    } else if (Array.isArray(result)) {
      evaluation.work += result.length * effort.item;
      if (result.length * 8 > limits.bytes) exceed(evaluation, 'memory');
    } else if (typeof result === 'object') {
      evaluation.work += effort.object;
    } else if (rangeEnds.has(node) && Math.abs(Number(result)) > limits.rangeEnd) {
      exceed(evaluation, 'memory');
    }
    if (evaluation.work > limits.work) exceed(evaluation, 'time');
  };
}

/** Ends an evaluation, including the parts that JSONata evaluates concurrently. */
export function exceed(evaluation: Evaluation, limit: EvaluationLimitError['limit']): never {
  evaluation.work = Infinity;
  throw new EvaluationLimitError(limit);
}
