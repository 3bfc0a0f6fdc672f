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
  /** The steps that have begun and not ended, outermost first. */
  readonly steps: Step[];
  /** The items or members that JSONata has just begun to evaluate together. */
  siblings: Siblings | undefined;
}

/** A step: one of siblings, or one that JSONata evaluates alone. */
type Step = Siblings | undefined;

/** The items of an array, or the members of an object, in one evaluation of it. */
interface Siblings {
  readonly parent: unknown;
  /** Begin the items that wait. */
  readonly waiting: (() => void)[];
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

/**
 * Returns the function that runs before each step. `parents` has the parent of each node that JSONata evaluates
 * together with its siblings. It begins all of them within one turn. Here, each waits for the one before it, so that
 * the depth of a step is the number of steps around it.
 */
export function enterStep(
  parents: ReadonlyMap<unknown, unknown>,
): (node: unknown, input: unknown, environment: Environment) => Promise<void> | undefined {
  return (node, _input, environment) => {
    const evaluation = evaluationOf(environment);
    const { siblings } = evaluation;
    const parent = parents.get(node);
    if (parent !== undefined && siblings?.parent === parent) {
      const turn = new Promise<void>((resolve) => void siblings.waiting.push(resolve));
      return turn.then(() => begin(evaluation, siblings));
    }
    evaluation.siblings = parent === undefined ? undefined : { parent, waiting: [] };
    begin(evaluation, evaluation.siblings);
    return undefined;
  };
}

function begin({ steps }: Evaluation, step: Step): void {
  steps.push(step);
  if (steps.length > MAX_DEPTH) throw new EvaluationLimitError('depth');
}

/** Returns the function that runs after each step. `rangeEnds` are the nodes of the bounds of ranges. */
export function leaveStep(
  rangeEnds: ReadonlySet<unknown>,
): (node: unknown, input: unknown, environment: Environment, result: unknown) => void {
  return (node, _input, environment, result) => {
    const evaluation = evaluationOf(environment);
    const { limits, effort } = evaluation;
    evaluation.siblings = undefined;
    evaluation.steps.pop()?.waiting.shift()?.();
    evaluation.work += 1;
    if (typeof result === 'string') {
      evaluation.work += result.length * effort.character;
      if (result.length > limits.bytes) throw new EvaluationLimitError('memory');
    } else if (Array.isArray(result)) {
      evaluation.work += result.length * effort.item;
      if (result.length * 8 > limits.bytes) throw new EvaluationLimitError('memory');
    } else if (typeof result === 'object') {
      evaluation.work += effort.object;
    } else if (rangeEnds.has(node) && Math.abs(Number(result)) > limits.rangeEnd) {
      throw new EvaluationLimitError('memory');
    }
    if (evaluation.work > limits.work) throw new EvaluationLimitError('time');
  };
}
