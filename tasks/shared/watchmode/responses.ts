/* Generated from tasks/shared/watchmode/schemas by `npm run generate`; change the schemas, not this file. */

/**
 * Watchmode's response to /genres, limited to the fields in use.
 */
export type GenreList = ListedGenre[];
/**
 * Watchmode's response to /regions, limited to the fields in use.
 */
export type RegionList = ListedRegion[];
/**
 * Watchmode's response to /sources, limited to the fields in use.
 */
export type SourceList = ListedSource[];

/**
 * The answers of Watchmode, by name.
 */
export interface Responses {
  AccountStatus: AccountStatus;
  ChangesPage: ChangesPage;
  GenreList: GenreList;
  RegionList: RegionList;
  Releases: Releases;
  SourceList: SourceList;
  TitleSource: TitleSource;
  TitleDetails: TitleDetails;
  TitlesPage: TitlesPage;
}
/**
 * Watchmode's response to /status, limited to the fields in use.
 */
export interface AccountStatus {
  /**
   * Credits a month; null if the plan has no limit.
   */
  quota?: number | null;
  /**
   * Credits used this month.
   */
  quotaUsed?: number | null;
  [k: string]: unknown;
}
/**
 * One page of Watchmode's /changes/... listings.
 */
export interface ChangesPage {
  /**
   * IDs of titles.
   */
  titles: number[];
  total_results: number;
  total_pages: number;
  [k: string]: unknown;
}
/**
 * A genre.
 */
export interface ListedGenre {
  id: number;
  name: string;
  [k: string]: unknown;
}
/**
 * A country.
 */
export interface ListedRegion {
  country: string;
  name: string;
  /**
   * True if the plan of the account includes the country.
   */
  plan_enabled: boolean;
  [k: string]: unknown;
}
/**
 * Watchmode's response to /releases, limited to the fields in use.
 */
export interface Releases {
  releases: Release[];
  [k: string]: unknown;
}
/**
 * A title that becomes available on a service.
 */
export interface Release {
  id: number;
  [k: string]: unknown;
}
/**
 * A service.
 */
export interface ListedSource {
  id: number;
  name: string;
  type: string;
  /**
   * The countries that have the service.
   */
  regions: string[];
  [k: string]: unknown;
}
/**
 * One way to watch a title.
 */
export interface TitleSource {
  source_id: number;
  name: string;
  type: string;
  region: string;
  ios_url?: string | null;
  android_url?: string | null;
  web_url?: string | null;
  format?: string | null;
  price?: number | null;
  seasons?: number | null;
  episodes?: number | null;
  [k: string]: unknown;
}
/**
 * Watchmode's response to /title/{id}/details with sources, limited to the fields in use. Only the identity of the title is required. URL fields may contain prose.
 */
export interface TitleDetails {
  id: number;
  title: string;
  original_title?: string | null;
  plot_overview?: string | null;
  type: string;
  runtime_minutes?: number | null;
  year?: number | null;
  end_year?: number | null;
  /**
   * A date; sometimes an empty string instead of null.
   */
  release_date?: string | null;
  imdb_id?: string | null;
  tmdb_id?: number | null;
  tmdb_type?: 'movie' | 'tv' | '' | null;
  genres?: number[] | null;
  genre_names?: string[] | null;
  user_rating?: number | null;
  critic_score?: number | null;
  us_rating?: string | null;
  poster?: string | null;
  posterMedium?: string | null;
  posterLarge?: string | null;
  backdrop?: string | null;
  original_language?: string | null;
  networks?: number[] | null;
  network_names?: string[] | null;
  relevance_percentile?: number | null;
  popularity_percentile?: number | null;
  trailer?: string | null;
  trailer_thumbnail?: string | null;
  sources?: TitleSource[] | null;
  [k: string]: unknown;
}
/**
 * One page of Watchmode's /list-titles, limited to the fields in use. An odd title breaks the whole page, because a page without it would show that the title is gone.
 */
export interface TitlesPage {
  titles: ListedTitle[];
  page: number;
  total_results: number;
  total_pages: number;
  [k: string]: unknown;
}
/**
 * A title of a page.
 */
export interface ListedTitle {
  id: number;
  [k: string]: unknown;
}
