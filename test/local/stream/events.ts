import type { StreamEvent, TitleRecord } from '../../../events/types.ts';
import { hash32 } from '../../../local/watchmode/seeded-random.ts';

/** A valid event about the title with this ID. */
export function eventOf(titleId: number): StreamEvent {
  const data: TitleRecord = {
    schemaVersion: 1,
    watchmodeId: titleId,
    imdbId: null,
    tmdbId: null,
    tmdbType: null,
    title: `七人の侍 ${titleId} 🎬`,
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
  };
  return {
    specversion: '1.0',
    id: hash32(String(titleId)).toString(16).padStart(64, '0'),
    source: 'https://api.watchmode.com/v1',
    type: 'tvguide.title.added',
    subject: String(titleId),
    time: '2026-11-24T12:00:00Z',
    datacontenttype: 'application/json',
    dataschema: 'https://schemas.tvguide.example/title-record.schema.json',
    data,
  };
}

/** The data of a record that holds one value as JSON. */
export function bytesOf(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value), 'utf8');
}
