import jsonata from 'jsonata';
import { isObject } from '../json.ts';
import { FUNCTIONS } from './functions.ts';
import {
  EVALUATION,
  enterStep,
  leaveStep,
  type Effort,
  type Evaluation,
  type EvaluationHost,
} from './evaluation.ts';
import { estimateCost, type ExpressionCost } from './expression-cost.ts';
import { CHEAP, CHEAP_HEAVY, PLAIN_CHARACTERS, type Limits } from './limits.ts';
import type { SyntaxNode } from './syntax-node.ts';

/** An error of JSONata: a plain object, not an Error. */
export interface JsonataFault {
  readonly code: string;
  readonly message: string;
  readonly position?: number;
}

/** True if `thrown` is an error of JSONata, with a code such as `T2001`. */
export function isJsonataFault(thrown: unknown): thrown is JsonataFault {
  return isObject(thrown) && typeof thrown['code'] === 'string' && typeof thrown['message'] === 'string';
}

/** The names of JSONata's hooks before and after each step. */
const ENTRY = Symbol.for('jsonata.__evaluate_entry');
const EXIT = Symbol.for('jsonata.__evaluate_exit');

/** The cost per item and character, with and without functions that may read values repeatedly. */
const HEAVY_EFFORT = { item: 1, character: 1 / 16 };
const LIGHT_EFFORT = { item: 1 / 500, character: 1 / 5000 };
/** The number of input characters at which comparing two objects costs one unit of work. */
const CHARACTERS_A_UNIT = 8192;

/** A compiled expression. It keeps no state of an evaluation, so evaluations may run concurrently. */
export class Expression {
  /** Text between `{%` and `%}`, trimmed. */
  readonly source: string;
  readonly syntax: SyntaxNode;
  readonly cost: ExpressionCost;
  readonly #plain: jsonata.Expression;
  #watched: jsonata.Expression | undefined;

  /** Throws a `JsonataFault` on a syntax error. */
  constructor(source: string) {
    this.source = source;
    this.#plain = compile(source);
    this.syntax = syntaxOf(this.#plain);
    this.cost = estimateCost(this.syntax);
  }

  /**
   * Evaluates the expression. The result may be undefined, a function or a JSONata sequence. Throws an
   * `EvaluationLimitError` if a limit is exceeded. `size` is the number of characters of all inputs.
   */
  evaluate(
    variables: Readonly<Record<string, unknown>>,
    { host, limits, size }: { readonly host: EvaluationHost; readonly limits: Limits; readonly size: number },
  ): Promise<unknown> {
    const { isPlain, isHeavy } = this.cost;
    const isCheap = limits === CHEAP;
    const evaluation: Evaluation = {
      host,
      limits: isCheap && isHeavy ? CHEAP_HEAVY : limits,
      effort: isCheap ? effortOf(isHeavy, size) : NO_EFFORT,
      work: 0,
      steps: [],
      siblings: undefined,
    };
    const compiled =
      isPlain && size <= PLAIN_CHARACTERS ? this.#plain : (this.#watched ??= watch(this.source));
    return compiled.evaluate(undefined, { ...variables, [EVALUATION]: evaluation });
  }
}

/** Without a limit on time, reading values costs nothing. */
const NO_EFFORT: Effort = { item: 0, character: 0, object: 0 };

function effortOf(isHeavy: boolean, size: number): Effort {
  return { ...(isHeavy ? HEAVY_EFFORT : LIGHT_EFFORT), object: size / CHARACTERS_A_UNIT };
}

function compile(source: string): jsonata.Expression {
  const expression = jsonata(source);
  for (const { name, run, signature } of FUNCTIONS) expression.registerFunction(name, run, signature);
  // AWS does not support $eval.
  expression.assign('eval', undefined);
  return expression;
}

/** Compiles with hooks on each step, which makes an evaluation up to 50% slower. */
function watch(source: string): jsonata.Expression {
  const expression = compile(source);
  const environment: { assign(name: unknown, value: unknown): void } = expression;
  const { parents, rangeEnds } = estimateCost(syntaxOf(expression));
  environment.assign(ENTRY, enterStep(parents));
  environment.assign(EXIT, leaveStep(rangeEnds));
  return expression;
}

function syntaxOf(expression: jsonata.Expression): SyntaxNode {
  const tree: unknown = expression.ast();
  return tree as SyntaxNode;
}
