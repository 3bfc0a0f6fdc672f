import type { Feed } from '../../events/types.ts';
import type { CatalogueTitle } from './catalogue.ts';
import { Latest } from './latest.ts';
import { hash32 } from './seeded-random.ts';

/** A title and the second at which a feed lists it. */
export interface Occurrence {
  readonly title: CatalogueTitle;
  readonly epochSeconds: number;
}

/** The selection of titles in a listing. */
export interface TitleFilter {
  /** Filters with the same name accept the same titles. */
  readonly name: string;
  accepts(title: CatalogueTitle): boolean;
}

export const ALL_TITLES: TitleFilter = { name: 'all', accepts: () => true };

/**
 * The number of periods in which a title is released once: thirty days if a period is an hour. Releases are requested by
 * day and have no pages.
 */
const RELEASES_PERIODS = 720;

/**
 * The calendar of a constant catalogue. Each feed lists every title once in each period, at a second derived from the
 * title's ID. A window as long as a period lists every title, a shorter one a part of them, and both repeatably.
 */
export class Calendar {
  readonly #titles: Iterable<CatalogueTitle>;
  readonly #periodSeconds: number;
  readonly #latest = new Latest<readonly Occurrence[]>();

  constructor(titles: Iterable<CatalogueTitle>, periodSeconds: number) {
    this.#titles = titles;
    this.#periodSeconds = periodSeconds;
  }

  /** Returns the distinct titles that `feed` lists from `start` to `end`, both inclusive, earliest first. */
  list(feed: Feed, start: number, end: number, filter: TitleFilter): readonly Occurrence[] {
    const key = [feed, start, end, filter.name].join(' ');
    return this.#latest.get(key, () => this.#find(feed, start, end, filter));
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
