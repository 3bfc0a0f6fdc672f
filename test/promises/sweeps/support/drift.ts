import type {
  ChangingCatalogue,
  Service,
  Title,
} from '../../../support/independent-watchmode/changing-catalogue.ts';
import { titlesFor } from '../../../support/independent-watchmode/answers.ts';
import type { AskedPage } from '../../../support/independent-watchmode/ledger.ts';
import type { Drift } from './scenario.ts';

/** The most titles that leave at once to hide a victim. */
const MAX_PULLS = 3;

/** Changes a catalogue right before its pages are read, so that a reading loses titles or meets them twice. */
export class Drifter {
  readonly #random: () => number;
  readonly #victim: number;
  /** The titles that come back before the next page is read. */
  readonly #away: (readonly [Service, number])[] = [];

  constructor(random: () => number, victim: number) {
    this.#random = random;
    this.#victim = victim;
  }

  /** Ends what lasts until the next page. */
  settle(catalogue: ChangingCatalogue): void {
    for (const [service, titleId] of this.#away.splice(0)) {
      catalogue.make({ change: 'arrives', service, titleId });
    }
  }

  /** Makes the changes of a drift, as far as the catalogue has titles for them. */
  move(drift: Drift, asked: AskedPage, catalogue: ChangingCatalogue): void {
    this.settle(catalogue);
    const service: Service = `${asked.region}:${asked.sourceId}`;
    const titles = titlesFor(catalogue, asked);
    const start = (asked.page - 1) * asked.limit;
    const [read, unread] = [titles.slice(0, start), titles.slice(start)];
    const boundary = unread[0];
    const spare = this.#spare(catalogue, service, asked);
    const leave = (title: Title | undefined) => {
      if (title !== undefined) catalogue.make({ change: 'leaves', service, titleId: title.id });
      return title !== undefined;
    };
    const arrive = (candidates: readonly Title[]) => {
      const title = this.#any(candidates);
      if (title !== undefined) catalogue.make({ change: 'arrives', service, titleId: title.id });
    };
    const before = boundary === undefined ? spare : spare.filter((title) => isBefore(title, boundary));
    const behind = boundary === undefined ? [] : spare.filter((title) => !isBefore(title, boundary));
    switch (drift) {
      case 'none':
        return;
      case 'pull':
        leave(this.#any(read));
        return;
      case 'push':
        arrive(before);
        return;
      case 'pull and push':
        if (leave(this.#any(read))) arrive(behind);
        return;
      case 'swap':
        if (leave(this.#any(unread))) arrive(before);
        return;
      case 'blink': {
        const title = this.#any(unread.slice(0, asked.limit));
        if (leave(title)) this.#away.push([service, title.id]);
        return;
      }
      case 'hunt': {
        const pulls = unread.findIndex(({ id }) => id === this.#victim) + 1;
        if (pulls === 0 || pulls > Math.min(MAX_PULLS, read.length)) return;
        for (const title of read.slice(-pulls)) {
          leave(title);
          arrive(behind.filter(({ id }) => !catalogue.has(service, id)));
        }
      }
    }
  }

  /** The titles that would be listed if they were on the service. */
  #spare(catalogue: ChangingCatalogue, service: Service, { types, genres }: AskedPage): Title[] {
    return catalogue
      .titlesNotOn(service)
      .filter(({ type }) => types.length === 0 || types.includes(type))
      .filter((title) => genres.length === 0 || genres.some((genre) => title.genres.includes(genre)));
  }

  #any<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.#random() * items.length)];
  }
}

function isBefore(one: Title, other: Title): boolean {
  return one.name.toLowerCase() < other.name.toLowerCase();
}

/** Numbers from 0 to 1 that depend on a seed alone (mulberry32). */
export function numbersOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
