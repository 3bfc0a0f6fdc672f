/** Keeps the value that was made last, because a client requests the pages of a listing one after the other. */
export class Latest<Value> {
  #last: { readonly key: string; readonly value: Value } | undefined;

  /** Returns the value for a key. Makes it unless it is the last one. */
  get(key: string, make: () => Value): Value {
    if (this.#last?.key !== key) this.#last = { key, value: make() };
    return this.#last.value;
  }
}
