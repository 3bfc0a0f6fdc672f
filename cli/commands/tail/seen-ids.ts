/** More ids than a day of updates has. */
const CAPACITY = 500_000;

/** A bounded set of ids that forgets the oldest first. */
export class SeenIds {
  readonly #ids = new Set<string>();

  constructor(readonly capacity = CAPACITY) {}

  /** Adds an id; returns false if it is known. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    if (this.#ids.size > this.capacity) {
      // A Set keeps the order of insertion.
      const [oldest] = this.#ids;
      if (oldest !== undefined) this.#ids.delete(oldest);
    }
    return true;
  }
}
