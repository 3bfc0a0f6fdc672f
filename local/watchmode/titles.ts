import type { CatalogueTitle } from './catalogue.ts';

/**
 * The titles of the stand-in: the first `count` of a catalogue, followed by generated ones if it has fewer. Generated
 * titles are created on demand, so that 25,000 of them use no memory.
 */
export class Titles {
  readonly count: number;
  readonly #catalogue: readonly CatalogueTitle[];
  readonly #indexById: ReadonlyMap<number, number>;
  readonly #indexByOtherId: ReadonlyMap<string, number>;
  /** The ID of the first generated title. All IDs of the catalogue are lower. */
  readonly #firstGeneratedId: number;

  constructor(catalogue: readonly CatalogueTitle[], count: number = catalogue.length) {
    this.#catalogue = catalogue.slice(0, count);
    this.count = count;
    this.#indexById = new Map(this.#catalogue.map((title, index) => [title.watchmodeId, index]));
    this.#indexByOtherId = new Map(
      this.#catalogue.flatMap((title, index) => otherIds(title).map((id) => [id, index] as const)),
    );
    const highest = this.#catalogue.reduce((found, title) => Math.max(found, title.watchmodeId), 0);
    this.#firstGeneratedId = highest + 1;
  }

  *[Symbol.iterator](): Generator<CatalogueTitle> {
    for (let index = 0; index < this.count; index += 1) yield this.at(index);
  }

  /** Returns the title at `index`, from 0 to `count` - 1. */
  at(index: number): CatalogueTitle {
    return this.#catalogue[index] ?? this.#generate(index);
  }

  /** Returns the title with this Watchmode ID, if any. */
  byWatchmodeId(id: number): CatalogueTitle | undefined {
    const index = this.#indexById.get(id) ?? id - this.#firstGeneratedId + this.#catalogue.length;
    const isGenerated = index >= this.#catalogue.length && index < this.count;
    return isGenerated || this.#indexById.has(id) ? this.at(index) : undefined;
  }

  /** Returns the title with this IMDB ID (`tt0903747`) or TMDB ID (`movie-278`, `tv-1396`), if any. */
  byOtherId(id: string): CatalogueTitle | undefined {
    const index = this.#indexByOtherId.get(id);
    return index === undefined ? undefined : this.at(index);
  }

  #generate(index: number): CatalogueTitle {
    return {
      watchmodeId: this.#firstGeneratedId + index - this.#catalogue.length,
      imdbId: null,
      tmdbId: null,
      tmdbType: index % 2 === 0 ? 'tv' : 'movie',
      title: `Generated title ${index + 1}`,
      year: 1950 + (index % 75),
    };
  }
}

function otherIds({ imdbId, tmdbId, tmdbType }: CatalogueTitle): string[] {
  const ids = imdbId === null ? [] : [imdbId];
  return tmdbId === null || tmdbType === null ? ids : [...ids, `${tmdbType}-${tmdbId}`];
}
