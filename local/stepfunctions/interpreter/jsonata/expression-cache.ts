import { Expression } from './expression.ts';

/** A cache of compiled expressions, by source. */
export class ExpressionCache {
  readonly #limit: number;
  readonly #known = new Map<string, Expression>();

  /** @param limit The number of expressions at which the cache is cleared. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Compiles an expression, or returns the cached one. Throws a `JsonataFault` on a syntax error. */
  compile(source: string): Expression {
    const known = this.#known.get(source);
    if (known !== undefined) return known;
    const expression = new Expression(source);
    if (this.#known.size >= this.#limit) this.clear();
    this.#known.set(source, expression);
    return expression;
  }

  clear(): void {
    this.#known.clear();
  }
}

/** The cache of this process. */
export const EXPRESSIONS = new ExpressionCache(2000);
