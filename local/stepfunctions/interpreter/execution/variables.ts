import type { Payload } from '../payload.ts';

/** The bytes of all variables of one execution. */
export interface VariableBudget {
  bytes: number;
}

/** The variables of a program and of the programs around it. */
export class Variables {
  readonly #outer: Variables | undefined;
  readonly #budget: VariableBudget;
  readonly #own = new Map<string, Payload>();
  #bytes = 0;
  #merged: Readonly<Record<string, unknown>> | undefined;

  constructor(budget: VariableBudget, outer?: Variables) {
    this.#budget = budget;
    this.#outer = outer;
  }

  /** Creates an inner scope. This scope must not change while the inner one is in use. */
  inner(): Variables {
    return new Variables(this.#budget, this);
  }

  assign(values: Iterable<readonly [name: string, value: Payload]>): void {
    for (const [name, value] of values) {
      const more = value.bytes - (this.#own.get(name)?.bytes ?? 0);
      this.#budget.bytes += more;
      this.#bytes += more;
      this.#own.set(name, value);
    }
    this.#merged = undefined;
  }

  /** Removes the variables of an ended program from the budget. */
  release(): void {
    this.#budget.bytes -= this.#bytes;
    this.#bytes = 0;
    this.#own.clear();
    this.#merged = undefined;
  }

  /** The bytes of all visible variables. */
  get bytes(): number {
    return this.#bytes + (this.#outer?.bytes ?? 0);
  }

  /** Returns the bytes of all variables of the execution after assigning `values`. */
  bytesWith(values: Iterable<readonly [name: string, value: Payload]>): number {
    let bytes = this.#budget.bytes;
    for (const [name, value] of values) bytes += value.bytes - (this.#own.get(name)?.bytes ?? 0);
    return bytes;
  }

  /** Returns all visible variables by name. */
  all(): Readonly<Record<string, unknown>> {
    if (this.#merged !== undefined) return this.#merged;
    if (this.#own.size === 0 && this.#outer !== undefined) return this.#outer.all();
    const own = [...this.#own].map(([name, payload]) => [name, payload.value] as const);
    this.#merged = { ...this.#outer?.all(), ...Object.fromEntries(own) };
    return this.#merged;
  }
}
