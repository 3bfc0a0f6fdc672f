/** The window of the rate. */
const WINDOW_MS = 30_000;
/** The number of changes of the count before an estimate is made. */
const MIN_STEPS = 2;
/** The shortest time for which an estimate is kept while nothing changes, since estimates are shown in seconds. */
const MIN_KEPT_MS = 1_000;

/**
 * The growth rate of a count over the last half minute, with an estimate for the rest.
 * @example speed.note(0, 0); speed.note(1_000, 10); speed.note(2_000, 20); speed.timeFor(50) // 5_000
 */
export class Speed {
  readonly #samples: { readonly at: number; readonly count: number }[] = [];
  #steps = 0;
  /** The moment of the last change of the count, and the rate at that moment. */
  #changed = { at: 0, perSecond: 0 };

  /** Adds a count at a moment in epoch milliseconds. */
  note(at: number, count: number): void {
    const before = this.#samples.at(-1);
    const isChange = before !== undefined && before.count !== count;
    if (isChange) this.#steps += 1;
    this.#samples.push({ at, count });
    // One sample at the edge of the window is kept, so the window does not shrink while the count is constant.
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? at) <= at - WINDOW_MS) this.#samples.shift();
    if (isChange) this.#changed = { at, perSecond: this.perSecond };
  }

  /** The growth per second; 0 while unknown. */
  get perSecond(): number {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.at === first.at) return 0;
    return Math.max(0, ((last.count - first.count) / (last.at - first.at)) * 1000);
  }

  /**
   * Estimates the milliseconds until the count has grown by `rest`.
   *
   * @returns undefined before {@link MIN_STEPS}, and if nothing has changed for longer than the last estimate
   */
  timeFor(rest: number): number | undefined {
    if (this.perSecond === 0 || this.#steps < MIN_STEPS) return undefined;
    const expected = (rest / this.#changed.perSecond) * 1000;
    const stoodStill = (this.#samples.at(-1)?.at ?? 0) - this.#changed.at;
    return stoodStill > Math.max(MIN_KEPT_MS, expected) ? undefined : (rest / this.perSecond) * 1000;
  }
}
