import {
  ATTEMPT_FAULTS,
  type AttemptFault,
  type FaultKind,
  TIMED_FAULTS,
  TITLE_FAULTS,
  type TitleFault,
} from './fault-kinds.ts';
import type { FaultPlan, Outage } from './fault-spec.ts';
import { seededRandom } from './seeded-random.ts';

/**
 * Decides which requests go wrong. A decision about a title depends on the seed, the title and the number of the
 * attempt alone, so that a run repeats however its requests interleave; one about a page or a path, on these instead. An
 * outage depends on the clock.
 */
export class Faults {
  readonly #seed: number;
  readonly #now: () => number;
  readonly #attempts = new Map<string, number>();
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

  /** True if no request is answered as it should be: during an outage, or maintenance. */
  isDown(): boolean {
    return TIMED_FAULTS.some((name) => this.#isDuring(this.#plan[name]));
  }

  /** True if every request is answered with a maintenance page. */
  isMaintained(): boolean {
    return this.#isDuring(this.#plan.maintenance);
  }

  /** True if a maintenance page answers this request alone. Each call counts as the path's next request. */
  isNextRequestHtml(path: string): boolean {
    if (this.#plan.rates.html === 0) return false;
    return this.#draw(['html'], ['html', path, this.#count(`path ${path}`)]) === 'html';
  }

  /**
   * The number of titles that a page of a listing has in its next answer. Each call counts as the page's next request.
   */
  lengthOfNextPage(page: string, titles: number): number {
    if (titles === 0 || this.#plan.rates.short === 0) return titles;
    const about = ['short', page, this.#count(`page ${page}`)];
    if (this.#draw(['short'], about) === undefined) return titles;
    return seededRandom('length', this.#seed, ...about).integer(0, titles - 1);
  }

  /** What strikes this attempt; each call counts as the title's next attempt. */
  ofNextAttempt(titleId: number): AttemptFault | undefined {
    const attempt = this.#count(`title ${titleId}`);
    return this.#draw(ATTEMPT_FAULTS, ['attempt', titleId, attempt]);
  }

  /** What is wrong with this title. */
  ofTitle(titleId: number): TitleFault | undefined {
    if (this.#plan.brokenTitles.includes(titleId)) return 'broken';
    if (this.#plan.refusedTitles.includes(titleId)) return 'refused';
    return this.#draw(TITLE_FAULTS, ['title', titleId]);
  }

  #isDuring(outage: Outage | null): boolean {
    if (outage === null) return false;
    const seconds = (this.#now() - (this.#since ?? this.#now())) / 1000;
    return seconds >= outage.startSeconds && seconds < outage.startSeconds + outage.lastsSeconds;
  }

  #count(what: string): number {
    const attempt = (this.#attempts.get(what) ?? 0) + 1;
    this.#attempts.set(what, attempt);
    return attempt;
  }

  #draw<Kind extends FaultKind>(kinds: readonly Kind[], about: (string | number)[]): Kind | undefined {
    let left = seededRandom('fault', this.#seed, ...about).next();
    return kinds.find((kind) => (left -= this.#plan.rates[kind]) < 0);
  }
}
