/** More ids than a day of updates brings; the oldest are forgotten first. */
const CAPACITY = 500_000;

/** Remembers ids, so that an event which was published twice is shown once. Its memory is bounded. */
export class SeenIds {
  readonly #ids = new Set<string>();

  constructor(readonly capacity = CAPACITY) {}

  /** Notes an id; false when it was noted before. */
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
