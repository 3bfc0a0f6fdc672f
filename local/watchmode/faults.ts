import type { FaultKind, FaultPlan } from './fault-spec.ts';
import { seededRandom } from './seeded-random.ts';

/** Faults that strike one attempt; the next may go well. */
export type AttemptFault = '429' | '500' | 'reset' | 'slow';
/** Faults that belong to a title: every attempt meets them. */
export type TitleFault = 'malformed' | 'missing' | 'broken';

/**
 * Decides which requests go wrong. A decision about a title depends on the seed, the title and the number of the
 * attempt alone, so that a run repeats however its requests interleave. An outage depends on the clock.
 */
export class Faults {
  readonly #seed: number;
  readonly #now: () => number;
  readonly #attempts = new Map<number, number>();
  #plan: FaultPlan;
  /** When the plan came into force, in epoch milliseconds; undefined before the first request. */
  #since: number | undefined;

  /**
   * @param now Epoch milliseconds.
   */
  constructor(plan: FaultPlan, seed: number, now: () => number) {
    this.#plan = plan;
    this.#seed = seed;
    this.#now = now;
  }

  get plan(): FaultPlan {
    return this.#plan;
  }

  /** Puts another plan into force at once: an outage's seconds count from now on. */
  change(plan: FaultPlan): void {
    this.#plan = plan;
    this.#since = this.#now();
  }

  /** Counts the seconds of an outage from now on, unless that has begun. */
  begin(): void {
    this.#since ??= this.#now();
  }

  /** Whether nothing answers. */
  isDown(): boolean {
    const { outage } = this.#plan;
    if (outage === null) return false;
    const seconds = (this.#now() - (this.#since ?? this.#now())) / 1000;
    return seconds >= outage.startSeconds && seconds < outage.startSeconds + outage.lastsSeconds;
  }

  /** What strikes this attempt; each call counts as the title's next attempt. */
  ofNextAttempt(titleId: number): AttemptFault | undefined {
    const attempt = (this.#attempts.get(titleId) ?? 0) + 1;
    this.#attempts.set(titleId, attempt);
    return this.#draw(['429', '500', 'reset', 'slow'], ['attempt', titleId, attempt]);
  }

  /** What is wrong with this title. */
  ofTitle(titleId: number): TitleFault | undefined {
    if (this.#plan.brokenTitles.includes(titleId)) return 'broken';
    return this.#draw(['missing', 'malformed', 'broken'], ['title', titleId]);
  }

  #draw<Kind extends FaultKind>(kinds: readonly Kind[], about: (string | number)[]): Kind | undefined {
    let left = seededRandom('fault', this.#seed, ...about).next();
    return kinds.find((kind) => (left -= this.#plan.rates[kind]) < 0);
  }
}
