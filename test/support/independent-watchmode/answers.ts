import type { ChangingCatalogue, Service, Title } from './changing-catalogue.ts';
import type { AskedPage } from './ledger.ts';

/** A service, as `/sources` lists it. */
export interface Source {
  readonly id: number;
  readonly name: string;
  readonly type: 'sub' | 'rent' | 'buy' | 'free' | 'tve' | 'purchase' | 'addon';
  readonly regions: readonly string[];
}

/** The reference data of the account. */
export interface ReferenceData {
  readonly sources: readonly Source[];
  readonly genres: readonly { readonly id: number; readonly name: string }[];
  readonly regions: readonly {
    readonly country: string;
    readonly name: string;
    readonly isOnPlan: boolean;
  }[];
}

const NO_DEEPLINKS = 'Deeplinks available for paid plans only.';

const SORTS = /^(relevance|popularity|release_date|title)_(asc|desc)$/;

/** The request breaks the documentation of its parameters. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

/** Reads the parameters of `/list-titles`. Only one service and one region can be asked for at once. */
export function readPage(query: URLSearchParams, cap: number): AskedPage {
  const sort = query.get('sort_by') ?? 'relevance_desc';
  if (!SORTS.test(sort)) throw new BadRequest(`sort_by cannot be ${sort}`);
  if (sort !== 'title_asc') throw new BadRequest(`this Watchmode sorts by title only, not by ${sort}`);
  const limit = numberIn(query, 'limit', 250);
  if (limit < 1 || limit > 250) throw new BadRequest('limit is from 1 to 250');
  const page = numberIn(query, 'page', 1);
  if (page < 1) throw new BadRequest('page is from 1');
  const regions = listIn(query, 'regions');
  const sourceIds = listIn(query, 'source_ids').map(Number);
  if (regions.length !== 1 || sourceIds.length !== 1) {
    throw new BadRequest('this Watchmode lists one service in one region at a time');
  }
  return {
    region: regions[0]!,
    sourceId: sourceIds[0]!,
    types: listIn(query, 'types'),
    genres: listIn(query, 'genres').map(Number),
    page,
    limit: Math.min(limit, cap),
  };
}

/** The titles of all pages of a request, by name, and by ID among those of the same name. */
export function titlesFor(catalogue: ChangingCatalogue, asked: Omit<AskedPage, 'page' | 'limit'>): Title[] {
  const { region, sourceId, types, genres } = asked;
  const service: Service = `${region}:${sourceId}`;
  return catalogue
    .titlesOn(service)
    .filter(({ type }) => types.length === 0 || types.includes(type))
    .filter((title) => genres.length === 0 || genres.some((genre) => title.genres.includes(genre)))
    .toSorted(byName);
}

/** The answer of `/list-titles`. */
export function pageAnswer(titles: readonly Title[], { page, limit }: AskedPage) {
  return {
    titles: titles.slice((page - 1) * limit, page * limit).map(({ id, name, year, type }) => ({
      id,
      title: name,
      year,
      imdb_id: imdbIdOf(id),
      tmdb_id: id,
      tmdb_type: type === 'movie' || type === 'short_film' ? 'movie' : 'tv',
      type,
    })),
    page,
    total_results: titles.length,
    total_pages: Math.ceil(titles.length / limit),
  };
}

/** The answer of `/title/ID/details`, with `sources` if they are appended. */
export function detailsAnswer(
  title: Title,
  query: URLSearchParams,
  { catalogue, reference }: { readonly catalogue: ChangingCatalogue; readonly reference: ReferenceData },
): object {
  const { id, name, type, year, genres } = title;
  const regions = listIn(query, 'regions');
  const appended = listIn(query, 'append_to_response');
  const sources = catalogue
    .servicesOf(id)
    .map((service) => service.split(':') as [string, string])
    .filter(([region]) => regions.length === 0 || regions.includes(region))
    .map(([region, sourceId]) => sourceOf(reference, region, Number(sourceId), id));
  return {
    id,
    title: name,
    original_title: name,
    plot_overview: `The plot of ${id}.`,
    type,
    runtime_minutes: 90,
    year,
    end_year: null,
    release_date: `${year}-01-20`,
    imdb_id: imdbIdOf(id),
    tmdb_id: id,
    tmdb_type: type === 'movie' || type === 'short_film' ? 'movie' : 'tv',
    genres,
    genre_names: genres.map(
      (genre) => reference.genres.find((known) => known.id === genre)?.name ?? 'Unknown',
    ),
    user_rating: 7.5,
    critic_score: 70,
    us_rating: 'PG',
    poster: `https://cdn.watchmode.example/posters/${id}_poster_w185.jpg`,
    backdrop: null,
    original_language: 'en',
    similar_titles: [],
    networks: [],
    network_names: [],
    relevance_percentile: 50,
    popularity_percentile: 50,
    trailer: null,
    trailer_thumbnail: null,
    ...(appended.includes('sources') ? { sources } : {}),
  };
}

/** The answer of `/sources`. */
export function sourcesAnswer({ sources }: ReferenceData, query: URLSearchParams): object {
  const regions = listIn(query, 'regions');
  const types = listIn(query, 'types');
  return sources
    .filter((source) => regions.length === 0 || regions.some((region) => source.regions.includes(region)))
    .filter(({ type }) => types.length === 0 || types.includes(type))
    .map(({ id, name, type, regions: countries }) => ({
      ...{ id, name, type },
      logo_100px: `https://cdn.watchmode.example/provider_logos/${id}_100px.png`,
      ios_appstore_url: null,
      android_playstore_url: null,
      android_scheme: null,
      ios_scheme: null,
      regions: countries,
    }));
}

/** The answer of `/genres`. */
export function genresAnswer({ genres }: ReferenceData): object {
  return genres.map(({ id, name }) => ({ id, name, tmdb_id: 0 }));
}

/** The answer of `/regions`. */
export function regionsAnswer({ regions }: ReferenceData): object {
  return regions.map(({ country, name, isOnPlan }) => ({
    country,
    name,
    flag: `https://cdn.watchmode.example/misc_images/icons/${country.toLowerCase()}Flag2.png`,
    data_tier: 1,
    plan_enabled: isOnPlan,
  }));
}

/** Reads a comma-separated parameter. */
export function listIn(query: URLSearchParams, name: string): string[] {
  const text = query.get(name) ?? '';
  return text === '' ? [] : text.split(',');
}

function numberIn(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new BadRequest(`${name} is a whole number`);
  return Number(text);
}

function sourceOf({ sources }: ReferenceData, region: string, sourceId: number, titleId: number): object {
  const source = sources.find(({ id }) => id === sourceId);
  return {
    source_id: sourceId,
    name: source?.name ?? `Service ${sourceId}`,
    type: source?.type ?? 'sub',
    region,
    ios_url: NO_DEEPLINKS,
    android_url: NO_DEEPLINKS,
    web_url: `https://service-${sourceId}.example/${region.toLowerCase()}/${titleId}`,
    format: 'HD',
    price: null,
    seasons: null,
    episodes: null,
  };
}

function imdbIdOf(id: number): string {
  return `tt${String(id).padStart(7, '0')}`;
}

function byName(one: Title, other: Title): number {
  const [first, second] = [one.name.toLowerCase(), other.name.toLowerCase()];
  return first < second ? -1 : first > second ? 1 : one.id - other.id;
}
