import type { Feed } from '../../events/types.ts';
import type { CatalogueTitle } from './catalogue.ts';
import { hash32 } from './seeded-random.ts';

/** A title and the second at which a feed tells of it. */
export interface Occurrence {
  readonly title: CatalogueTitle;
  readonly epochSeconds: number;
}

/** Which titles a listing is about. */
export interface TitleFilter {
  /** Two filters of one name accept the same titles. */
  readonly name: string;
  accepts(title: CatalogueTitle): boolean;
}

export const ALL_TITLES: TitleFilter = { name: 'all', accepts: () => true };

/**
 * Releases are asked for by the day and have no pages, so a title is released once in so many periods: in thirty days,
 * where a period is an hour.
 */
const RELEASES_PERIODS = 720;

/**
 * The calendar of a catalogue that does not change: each feed tells of every title once in each period, at a second of the
 * period that follows from the title's ID. So a window as long as a period lists every title, a shorter one a part of
 * them, and both the same ones however often they are asked for.
 */
export class Calendar {
  readonly #titles: Iterable<CatalogueTitle>;
  readonly #periodSeconds: number;
  /** The last listing: a client asks for its pages one after the other. */
  #last: { readonly key: string; readonly found: readonly Occurrence[] } = { key: '', found: [] };

  constructor(titles: Iterable<CatalogueTitle>, periodSeconds: number) {
    this.#titles = titles;
    this.#periodSeconds = periodSeconds;
  }

  /** The titles that `feed` tells of from `start` to `end`, both inclusive, each once, the earliest first. */
  list(feed: Feed, start: number, end: number, filter: TitleFilter): readonly Occurrence[] {
    const key = [feed, start, end, filter.name].join(' ');
    if (this.#last.key !== key) this.#last = { key, found: this.#find(feed, start, end, filter) };
    return this.#last.found;
  }

  #find(feed: Feed, start: number, end: number, filter: TitleFilter): readonly Occurrence[] {
    const found: Occurrence[] = [];
    for (const title of this.#titles) {
      const epochSeconds = this.#firstFrom(start, feed, title.watchmodeId);
      if (epochSeconds <= end && filter.accepts(title)) found.push({ title, epochSeconds });
    }
    return found.sort(
      (left, right) =>
        left.epochSeconds - right.epochSeconds || left.title.watchmodeId - right.title.watchmodeId,
    );
  }

  #firstFrom(start: number, feed: Feed, titleId: number): number {
    const period = this.#periodSeconds * (feed === 'releases' ? RELEASES_PERIODS : 1);
    const offset = hash32(`${feed} ${titleId}`) % period;
    const wait = (offset - start) % period;
    return start + (wait < 0 ? wait + period : wait);
  }
}
