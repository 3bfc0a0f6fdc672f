import type { NamedId, Regions, TitleRecord } from '../../events/types.ts';
import { WatchmodeUnexpectedResponse } from '../shared/errors/watchmode-errors.ts';
import type { NotePart } from '../shared/watchmode/read-parts.ts';
import type { TitleDetails } from '../shared/watchmode/responses.ts';
import { fitRecord } from './fit-record.ts';
import { httpUrlOrNull } from './http-url.ts';
import { selectSources } from './sources.ts';

/** The requested title and regions. */
export interface Wanted {
  readonly titleId: number;
  readonly regions: Regions;
}

/**
 * Converts Watchmode's response to a record. Unknown values and invalid URLs are null. The order of Watchmode's sources
 * does not change the record.
 *
 * @param note - receives the parts that are left out because they contradict each other or are too large
 * @throws WatchmodeUnexpectedResponse if the response is about another title, or too large without all optional parts
 */
export function buildTitleRecord(details: TitleDetails, wanted: Wanted, note: NotePart): TitleRecord {
  const request = `GET /title/${wanted.titleId}/details`;
  if (details.id !== wanted.titleId) {
    const problem = `is ${details.id}, not the requested title`;
    throw new WatchmodeUnexpectedResponse(request, 'the response contradicts the request', [
      { pointer: '/id', problem },
    ]);
  }
  const {
    genres: genreIds,
    genre_names: genreNames,
    networks: networkIds,
    network_names: networkNames,
  } = details;
  const genres = zipNamedIds(genreIds ?? [], genreNames ?? [], '/genre_names', note);
  const networks = zipNamedIds(networkIds ?? [], networkNames ?? [], '/network_names', note);
  const record: TitleRecord = {
    schemaVersion: 1,
    watchmodeId: details.id,
    imdbId: textOrNull(details.imdb_id),
    tmdbId: details.tmdb_id ?? null,
    tmdbType: details.tmdb_type === '' ? null : (details.tmdb_type ?? null),
    title: details.title,
    originalTitle: textOrNull(details.original_title),
    plotOverview: textOrNull(details.plot_overview),
    type: details.type,
    runtimeMinutes: details.runtime_minutes ?? null,
    year: details.year ?? null,
    endYear: details.end_year ?? null,
    releaseDate: textOrNull(details.release_date),
    genres,
    userRating: details.user_rating ?? null,
    criticScore: details.critic_score ?? null,
    usRating: textOrNull(details.us_rating),
    images: {
      poster: httpUrlOrNull(details.poster),
      posterMedium: httpUrlOrNull(details.posterMedium),
      posterLarge: httpUrlOrNull(details.posterLarge),
      backdrop: httpUrlOrNull(details.backdrop),
    },
    trailer: httpUrlOrNull(details.trailer),
    trailerThumbnail: httpUrlOrNull(details.trailer_thumbnail),
    originalLanguage: textOrNull(details.original_language),
    networks,
    relevancePercentile: details.relevance_percentile ?? null,
    popularityPercentile: details.popularity_percentile ?? null,
    sources: selectSources(details.sources ?? [], wanted.regions),
    sourcesOmitted: 0,
  };
  return fitRecord(record, request, note);
}

/** Converts an empty text to null. */
function textOrNull(text: string | null | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

/** Joins Watchmode's separate lists of IDs and names. Lists of unequal length cannot be joined. */
function zipNamedIds(
  ids: readonly number[],
  names: readonly string[],
  pointer: string,
  note: NotePart,
): NamedId[] {
  if (ids.length !== names.length) {
    note({ pointer, problem: `has ${names.length} names for ${ids.length} IDs` });
    return [];
  }
  return ids.map((id, index) => ({ id, name: names[index] ?? '' }));
}
