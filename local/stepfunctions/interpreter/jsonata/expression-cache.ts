import { Expression } from './expression.ts';

/** Expressions that were compiled, by their text. */
export class ExpressionCache {
  readonly #limit: number;
  readonly #known = new Map<string, Expression>();

  /** Where there are `limit` expressions, all are forgotten before the next one. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Compiles an expression, or gives the one compiled before. A syntax error throws a `JsonataFault`. */
  compile(source: string): Expression {
    const known = this.#known.get(source);
    if (known !== undefined) return known;
    const expression = new Expression(source);
    if (this.#known.size >= this.#limit) this.clear();
    this.#known.set(source, expression);
    return expression;
  }

  /** Forgets all. */
  clear(): void {
    this.#known.clear();
  }
}

/** Those of this process. */
export const EXPRESSIONS = new ExpressionCache(2000);
