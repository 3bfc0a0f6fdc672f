/** How long back a rate looks. */
const WINDOW_MS = 30_000;
/** How often the count must have grown before it says anything about the rest. */
const MIN_STEPS = 2;

/** The rate at which a count grows, over the last half minute, and what it means for the rest. */
export class Speed {
  readonly #samples: { readonly at: number; readonly count: number }[] = [];
  #steps = 0;

  /** Notes a count at a moment in epoch milliseconds. */
  note(at: number, count: number): void {
    const before = this.#samples.at(-1);
    if (before !== undefined && before.count !== count) this.#steps += 1;
    this.#samples.push({ at, count });
    // The window reaches back to a sample at its edge, so that it never shrinks while the count stands still.
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? at) <= at - WINDOW_MS) this.#samples.shift();
  }

  /** Counts a second; 0 while that is not known. */
  get perSecond(): number {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.at === first.at) return 0;
    return Math.max(0, ((last.count - first.count) / (last.at - first.at)) * 1000);
  }

  /** Milliseconds until the count has grown by `rest`; undefined while that would be a guess from a single step. */
  timeFor(rest: number): number | undefined {
    return this.perSecond === 0 || this.#steps < MIN_STEPS ? undefined : (rest / this.perSecond) * 1000;
  }
}
