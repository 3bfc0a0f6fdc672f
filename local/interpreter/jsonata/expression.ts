import jsonata from 'jsonata';
import type { Hash, Random } from '../ports.ts';
import { FUNCTIONS } from './functions.ts';
import { EVALUATION, guardSteps, leaveStep, type Evaluation } from './evaluation.ts';

/** What an evaluation needs from outside. */
export interface EvaluationHost {
  /** Epoch milliseconds that `$now` and `$millis` give. */
  readonly now: number;
  readonly random: Random;
  readonly hash: Hash;
}

/** What JSONata throws: a plain object, not an Error. */
export interface JsonataFault {
  readonly code: string;
  readonly message: string;
  readonly position?: number;
}

/** Whether `thrown` is an error of JSONata, which carries a code such as `T2001`. */
export function isJsonataFault(thrown: unknown): thrown is JsonataFault {
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    'code' in thrown &&
    typeof thrown.code === 'string' &&
    'message' in thrown &&
    typeof thrown.message === 'string'
  );
}

/** A node of JSONata's syntax tree, as far as it is looked into here. */
export type SyntaxNode = Readonly<Record<string, unknown>>;

/** Under these JSONata looks for what to call before and after each step. */
const ENTRY = Symbol.for('jsonata.__evaluate_entry');
const EXIT = Symbol.for('jsonata.__evaluate_exit');

/** A compiled expression. It may be evaluated many times at once: nothing of an evaluation is kept in it. */
export class Expression {
  /** Text between `{%` and `%}`, trimmed. */
  readonly source: string;
  readonly #compiled: jsonata.Expression;

  /** A syntax error throws a `JsonataFault`. */
  constructor(source: string) {
    this.source = source;
    this.#compiled = jsonata(source);
    for (const { name, run, signature } of FUNCTIONS) this.#compiled.registerFunction(name, run, signature);
    // AWS leaves $eval out of the language: calling it calls nothing.
    this.#compiled.assign('eval', undefined);
    if (/function|λ/.test(source)) {
      const environment: { assign(name: unknown, value: unknown): void } = this.#compiled;
      environment.assign(ENTRY, guardSteps);
      environment.assign(EXIT, leaveStep);
    }
  }

  get syntax(): SyntaxNode {
    const tree: unknown = this.#compiled.ast();
    return tree as SyntaxNode;
  }

  /** Evaluates with `variables` by name; the result may be undefined, a function or a JSONata sequence. */
  evaluate(variables: Readonly<Record<string, unknown>>, host: EvaluationHost): Promise<unknown> {
    const evaluation: Evaluation = { host, steps: 0, depth: 0 };
    return this.#compiled.evaluate(undefined, { ...variables, [EVALUATION]: evaluation });
  }
}

const compiled = new Map<string, Expression>();
const MAX_COMPILED = 2000;

/** Compiles an expression, or gives the one compiled before from the same text. */
export function compileExpression(source: string): Expression {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const expression = new Expression(source);
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(source, expression);
  return expression;
}
