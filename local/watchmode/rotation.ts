import { DAY_MS } from '../../events/instant.ts';
import { seededRandom } from './seeded-random.ts';

/** A place of a title: a service in a country. */
export interface Place {
  readonly titleId: number;
  readonly sourceId: number;
  readonly region: string;
}

/** The days of a cycle in which a place changes twice, for catalogues of so many titles or more. */
const LONGEST_CYCLE = 200;
/** The same for the smallest catalogues, so that a short demonstration shows changes. */
const SHORTEST_CYCLE = 16;
/** A service offers somewhat more than a quarter of all titles. Balances arrivals with departures. */
const OTHERS_PER_OFFERED = 2.5;

/**
 * The titles that arrive on services and leave them, by seed and day. Day 0 lasts 24 hours from the creation of the
 * stand-in. Nothing has changed on it.
 *
 * In each cycle, a place is once different from day 0, for at least two days. So what has left stays away for at least two
 * days, and what has arrived stays as long. Of a service with 50 titles or more, one to two in a hundred change each day.
 */
export class Rotation {
  readonly #seed: number;
  readonly #createdAt: number;
  readonly #now: () => number;
  readonly #cycleDays: number;

  /**
   * @param options.titles The number of titles.
   * @param options.createdAt Epoch milliseconds.
   * @param now Epoch milliseconds.
   */
  constructor(options: { seed: number; titles: number; createdAt: number }, now: () => number) {
    this.#seed = options.seed;
    this.#createdAt = options.createdAt;
    this.#now = now;
    this.#cycleDays = Math.min(LONGEST_CYCLE, Math.max(SHORTEST_CYCLE, options.titles));
  }

  /** The days since the creation, from 0. */
  get day(): number {
    return Math.max(0, Math.floor((this.#now() - this.#createdAt) / DAY_MS));
  }

  /** Returns true if the service offers the title today. */
  isOffered({ titleId, sourceId, region }: Place, wasOffered: boolean): boolean {
    const { day } = this;
    if (day === 0) return wasOffered;
    const cycleDays = wasOffered ? this.#cycleDays : Math.round(this.#cycleDays * OTHERS_PER_OFFERED);
    const cycle = Math.floor(day / cycleDays);
    const random = seededRandom('rotation', this.#seed, titleId, sourceId, region, cycle);
    const lasts = random.integer(2, Math.ceil(this.#cycleDays / 10));
    // The first and the last day of a cycle are as day 0, so that two changes of a place do not touch.
    const start = random.integer(1, cycleDays - 1 - lasts);
    const dayOfCycle = day % cycleDays;
    const isDifferent = dayOfCycle >= start && dayOfCycle < start + lasts;
    return isDifferent !== wasOffered;
  }
}
