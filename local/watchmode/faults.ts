import type { FaultRates } from './fault-spec.ts';
import { seededRandom } from './seeded-random.ts';

/** Faults that strike one attempt; the next may go well. */
export type AttemptFault = '429' | '500' | 'reset' | 'slow';
/** Faults that belong to a title: every attempt meets them. */
export type TitleFault = 'malformed' | 'missing';

/**
 * Decides which requests go wrong. A decision depends on the seed, the title and the number of the attempt alone, so
 * that a run repeats however its requests interleave.
 */
export class Faults {
  readonly #rates: FaultRates;
  readonly #seed: number;
  readonly #attempts = new Map<number, number>();

  constructor(rates: FaultRates, seed: number) {
    this.#rates = rates;
    this.#seed = seed;
  }

  /** What strikes this attempt; each call counts as the title's next attempt. */
  ofNextAttempt(titleId: number): AttemptFault | undefined {
    const attempt = (this.#attempts.get(titleId) ?? 0) + 1;
    this.#attempts.set(titleId, attempt);
    return this.#draw(['429', '500', 'reset', 'slow'], ['attempt', titleId, attempt]);
  }

  /** What is wrong with this title. */
  ofTitle(titleId: number): TitleFault | undefined {
    return this.#draw(['missing', 'malformed'], ['title', titleId]);
  }

  #draw<Kind extends keyof FaultRates>(kinds: readonly Kind[], about: (string | number)[]): Kind | undefined {
    let left = seededRandom('fault', this.#seed, ...about).next();
    return kinds.find((kind) => (left -= this.#rates[kind]) < 0);
  }
}
