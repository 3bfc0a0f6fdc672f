/** How long back a rate looks. */
const WINDOW_MS = 30_000;

/** The rate at which a count grows, over the last half minute, and what it means for the rest. */
export class Speed {
  readonly #samples: { readonly at: number; readonly count: number }[] = [];

  /** Notes a count at a moment in epoch milliseconds. */
  note(at: number, count: number): void {
    this.#samples.push({ at, count });
    while (this.#samples.length > 2 && (this.#samples[0]?.at ?? at) < at - WINDOW_MS) this.#samples.shift();
  }

  /** Counts a second; 0 while that is not known. */
  get perSecond(): number {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.at === first.at) return 0;
    return Math.max(0, ((last.count - first.count) / (last.at - first.at)) * 1000);
  }

  /** Milliseconds until the count has grown by `rest`; undefined while that is not known. */
  timeFor(rest: number): number | undefined {
    return this.perSecond === 0 ? undefined : (rest / this.perSecond) * 1000;
  }
}
