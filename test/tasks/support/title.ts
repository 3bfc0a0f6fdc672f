import type { FetchedTitle, TitleRecord } from '../../../events/types.ts';
import type { TitleDetails, TitleSource } from '../../../tasks/shared/watchmode/responses.ts';

/** A source in Watchmode's response on a free plan. */
export function titleSource(changes: Partial<TitleSource> = {}): TitleSource {
  return {
    source_id: 203,
    name: 'Netflix',
    type: 'sub',
    region: 'GB',
    ios_url: 'Deeplinks available for paid plans only.',
    android_url: 'Deeplinks available for paid plans only.',
    web_url: 'https://www.example.com/watch/1',
    format: '4K',
    price: null,
    seasons: 2,
    episodes: 12,
    ...changes,
  };
}

/** A title in Watchmode's response. */
export function titleDetails(id: number, changes: Partial<TitleDetails> = {}): TitleDetails {
  return {
    id,
    title: 'Café Société 東京 🎬',
    original_title: 'Café Société',
    plot_overview: 'A made-up title for tests.',
    type: 'tv_series',
    runtime_minutes: 45,
    year: 2024,
    end_year: null,
    release_date: '2024-02-29',
    imdb_id: 'tt0000001',
    tmdb_id: 1,
    tmdb_type: 'tv',
    genres: [7, 5],
    genre_names: ['Drama', 'Crime'],
    user_rating: 8.1,
    critic_score: 80,
    us_rating: 'TV-14',
    poster: 'https://cdn.example.com/poster.jpg',
    posterMedium: 'https://cdn.example.com/poster-medium.jpg',
    posterLarge: 'https://cdn.example.com/poster-large.jpg',
    backdrop: 'https://cdn.example.com/backdrop.jpg',
    original_language: 'en',
    networks: [8],
    network_names: ['AMC'],
    relevance_percentile: 50.5,
    popularity_percentile: 60.25,
    trailer: 'https://www.example.com/trailer',
    trailer_thumbnail: 'https://cdn.example.com/trailer.jpg',
    sources: [titleSource()],
    similar_titles: [1, 2, 3],
    ...changes,
  };
}

/** A record on the stream. */
export function titleRecord(watchmodeId: number, changes: Partial<TitleRecord> = {}): TitleRecord {
  return {
    schemaVersion: 1,
    watchmodeId,
    imdbId: null,
    tmdbId: null,
    tmdbType: null,
    title: `Title ${watchmodeId}`,
    originalTitle: null,
    plotOverview: null,
    type: 'movie',
    runtimeMinutes: null,
    year: null,
    endYear: null,
    releaseDate: null,
    genres: [],
    userRating: null,
    criticScore: null,
    usRating: null,
    images: { poster: null, posterMedium: null, posterLarge: null, backdrop: null },
    trailer: null,
    trailerThumbnail: null,
    originalLanguage: null,
    networks: [],
    relevancePercentile: null,
    popularityPercentile: null,
    sources: [],
    sourcesOmitted: 0,
    ...changes,
  };
}

/** The output of fetch-title-details for it. */
export function fetchedTitle(titleId: number, changes: Partial<TitleRecord> = {}): FetchedTitle {
  return {
    titleId,
    outcome: 'fetched',
    fetchedAt: '2026-11-24T06:00:01.250Z',
    placeHeldUntil: '2026-11-24T06:00:31.100Z',
    record: titleRecord(titleId, changes),
  };
}
