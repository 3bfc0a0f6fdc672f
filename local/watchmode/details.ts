import type { CatalogueTitle } from './catalogue.ts';
import { GENRES, NETWORKS, type NamedId } from './providers.ts';
import { seededRandom, type SeededRandom } from './seeded-random.ts';
import type { Titles } from './titles.ts';

export type TitleType = 'movie' | 'tv_series' | 'tv_special' | 'tv_miniseries' | 'short_film' | 'tv_movie';
export const TITLE_TYPES: readonly TitleType[] = [
  'movie',
  'tv_series',
  'tv_special',
  'tv_miniseries',
  'short_film',
  'tv_movie',
];

/** Returns the type of a title by its TMDB type, or another type if it has none. */
export function typeOf({ tmdbType, watchmodeId }: CatalogueTitle): TitleType {
  if (tmdbType === 'tv') return 'tv_series';
  if (tmdbType === 'movie') return 'movie';
  return seededRandom('type', watchmodeId).pick(['tv_special', 'tv_miniseries', 'short_film', 'tv_movie']);
}

/**
 * Returns a title's details without its sources, with the fields of Watchmode (https://api.watchmode.com/docs/#title).
 * Values that are not in the catalogue are derived from the seed.
 */
export function detailsOf(title: CatalogueTitle, options: { seed: number; titles: Titles }): TitleDetails {
  const random = seededRandom('details', options.seed, title.watchmodeId);
  const type = typeOf(title);
  const isSeries = type === 'tv_series' || type === 'tv_miniseries';
  const genres = distinct(random, GENRES, random.integer(1, 3));
  const networks = isSeries ? distinct(random, NETWORKS, 1) : [];
  const number = String(title.watchmodeId).padStart(8, '0');
  const picture = (kind: string, size: number): string =>
    `https://images.example/${kind}/${number}_w${size}.jpg`;
  const hasPoster = random.chance(0.95);
  const hasTrailer = random.chance(0.5);
  return {
    id: title.watchmodeId,
    title: title.title,
    original_title: title.title,
    plot_overview: plotOf(title, genres, random),
    type,
    runtime_minutes: isSeries ? null : random.integer(75, 180),
    year: title.year,
    end_year:
      isSeries && title.year !== null && random.chance(0.6) ? title.year + random.integer(0, 8) : null,
    release_date: title.year === null ? null : dateIn(title.year, random),
    imdb_id: title.imdbId,
    tmdb_id: title.tmdbId,
    tmdb_type: title.tmdbType,
    genres: genres.map(({ id }) => id),
    genre_names: genres.map(({ name }) => name),
    user_rating: random.chance(0.9) ? random.integer(30, 95) / 10 : null,
    critic_score: random.chance(0.7) ? random.integer(20, 99) : null,
    us_rating: random.chance(0.8)
      ? random.pick(isSeries ? ['TV-PG', 'TV-14', 'TV-MA'] : ['PG', 'PG-13', 'R'])
      : null,
    poster: hasPoster ? picture('posters', 185) : null,
    posterMedium: hasPoster ? picture('posters', 342) : null,
    posterLarge: hasPoster ? picture('posters', 780) : null,
    backdrop: random.chance(0.8) ? picture('backdrops', 780) : null,
    original_language: random.pick(['en', 'en', 'en', 'cy', 'fr', 'ja']),
    similar_titles: Array.from(
      { length: Math.min(random.integer(0, 25), options.titles.count) },
      () => options.titles.at(random.integer(0, options.titles.count - 1)).watchmodeId,
    ),
    networks: networks.map(({ id }) => id),
    network_names: networks.map(({ name }) => name),
    relevance_percentile: random.integer(0, 10_000) / 100,
    popularity_percentile: random.integer(0, 100_000) / 1000,
    trailer: hasTrailer ? `https://videos.example/watch?v=${title.watchmodeId}` : null,
    trailer_thumbnail: hasTrailer ? picture('video_thumbnails', 320) : null,
  };
}

export interface TitleDetails {
  readonly id: number;
  readonly title: string;
  readonly original_title: string;
  readonly plot_overview: string;
  readonly type: TitleType;
  readonly runtime_minutes: number | null;
  readonly year: number | null;
  readonly end_year: number | null;
  /** YYYY-MM-DD. */
  readonly release_date: string | null;
  readonly imdb_id: string | null;
  readonly tmdb_id: number | null;
  readonly tmdb_type: 'movie' | 'tv' | null;
  readonly genres: readonly number[];
  readonly genre_names: readonly string[];
  readonly user_rating: number | null;
  readonly critic_score: number | null;
  readonly us_rating: string | null;
  readonly poster: string | null;
  readonly posterMedium: string | null;
  readonly posterLarge: string | null;
  readonly backdrop: string | null;
  readonly original_language: string;
  readonly similar_titles: readonly number[];
  readonly networks: readonly number[];
  readonly network_names: readonly string[];
  readonly relevance_percentile: number;
  readonly popularity_percentile: number;
  readonly trailer: string | null;
  readonly trailer_thumbnail: string | null;
}

/** Returns an obviously invented text with characters of one to four UTF-8 bytes. */
function plotOf({ title, year }: CatalogueTitle, genres: readonly NamedId[], random: SeededRandom): string {
  const kind = genres.map(({ name }) => name.toLowerCase()).join(', ');
  const opening = `“${title}”${year === null ? '' : ` (${year})`}: invented description for local runs; ${kind}.`;
  const sentences = Array.from({ length: random.integer(1, 6) }, () =>
    random.pick([
      'Somebody arrives, somebody leaves, and the kettle is always on.',
      'A café in Llanfair, a letter from Kraków, and one question too many.',
      'The weather is the least of their worries. ☔',
      'Half of it happens at sea, the other half in 東京.',
      'Nothing is quite as it seems, not even the biscuits. 🫖🍪',
      'Όλα αλλάζουν, and the last train is late.',
    ]),
  );
  return [opening, ...sentences].join(' ');
}

function dateIn(year: number, random: SeededRandom): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`;
}

function distinct(random: SeededRandom, list: readonly [NamedId, ...NamedId[]], count: number): NamedId[] {
  return [...new Set(Array.from({ length: count }, () => random.pick(list)))];
}
