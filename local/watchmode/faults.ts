import {
  ATTEMPT_FAULTS,
  type AttemptFault,
  type FaultKind,
  TIMED_FAULTS,
  TITLE_FAULTS,
  type TitleFault,
} from './fault-kinds.ts';
import { driftOf, type Place } from './drift.ts';
import type { FaultPlan, Outage } from './fault-spec.ts';
import { seededRandom } from './seeded-random.ts';
import type { Page } from './page.ts';

/**
 * Decides which requests fail. The decision depends only on the seed, the title (or the page or path) and the number of the
 * attempt, so that a run is reproducible in any order of requests. An outage depends on the clock.
 */
export class Faults {
  readonly #seed: number;
  readonly #now: () => number;
  readonly #attempts = new Map<string, number>();
  #plan: FaultPlan;
  /** The start of the plan in epoch milliseconds; undefined before the first request. */
  #since: number | undefined;

  /** @param now Epoch milliseconds. */
  constructor(plan: FaultPlan, seed: number, now: () => number) {
    this.#plan = plan;
    this.#seed = seed;
    this.#now = now;
  }

  get plan(): FaultPlan {
    return this.#plan;
  }

  /** Applies another plan. The seconds of an outage count from now on. */
  change(plan: FaultPlan): void {
    this.#plan = plan;
    this.#since = this.#now();
  }

  /** Starts the plan unless it has started. */
  begin(): void {
    this.#since ??= this.#now();
  }

  /** Returns true during an outage or maintenance. */
  isDown(): boolean {
    return TIMED_FAULTS.some((name) => this.#isDuring(this.#plan[name]));
  }

  /** Returns true if every response is a maintenance page. */
  isMaintained(): boolean {
    return this.#isDuring(this.#plan.maintenance);
  }

  /** Returns true if this single response is a maintenance page. Each call counts as the path's next request. */
  isNextRequestHtml(path: string): boolean {
    if (this.#plan.rates.html === 0) return false;
    return this.#draw(['html'], ['html', path, this.#count(`path ${path}`)]) === 'html';
  }

  /** Returns the number of titles on a page in its next response. Each call counts as the page's next request. */
  lengthOfNextPage(page: string, titles: number): number {
    if (titles === 0 || this.#plan.rates.short === 0) return titles;
    const about = ['short', page, this.#count(`page ${page}`)];
    if (this.#draw(['short'], about) === undefined) return titles;
    return seededRandom('length', this.#seed, ...about).integer(0, titles - 1);
  }

  /**
   * Returns the index of the first entry of a page in its next response, and the number of all entries then. Each call counts
   * as the page's next request.
   */
  placeOfNextPage(page: Page): Place {
    const place = { start: (page.number - 1) * page.limit, total: page.total };
    if (page.moves !== true || this.#plan.rates.drift === 0) return place;
    const about = ['drift', page.name, this.#count(`moves ${page.name}`)];
    if (this.#draw(['drift'], about) === undefined) return place;
    return driftOf(place, page.limit, seededRandom('moves', this.#seed, ...about));
  }

  /** Returns the fault of the next attempt at a title. Each call counts as an attempt. */
  ofNextAttempt(titleId: number): AttemptFault | undefined {
    const attempt = this.#count(`title ${titleId}`);
    return this.#draw(ATTEMPT_FAULTS, ['attempt', titleId, attempt]);
  }

  /** Returns the fault of all attempts at a title. */
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
