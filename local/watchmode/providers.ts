/** A way to watch a title. */
export type SourceType = 'sub' | 'rent' | 'buy' | 'free' | 'tve';
export const SOURCE_TYPES: readonly SourceType[] = ['sub', 'rent', 'buy', 'free', 'tve'];

/** A service that streams, rents or sells titles in one or more countries. */
export interface Provider {
  readonly id: number;
  readonly name: string;
  /** A later name, from a day of the stand-in on. Its sources and the list of services change on the same day. */
  readonly renamed?: { readonly onDay: number; readonly name: string };
  /** The host of its invented URL. */
  readonly host: string;
  readonly types: readonly SourceType[];
  readonly regions: readonly string[];
}

const EVERYWHERE = ['GB', 'US', 'CA', 'AU', 'IE', 'DE', 'FR', 'ES', 'IT', 'BR'];

/**
 * The services of the stand-in, with Watchmode's IDs. Only those of Sky Store, NOW, RTÉ Player and Canal+ are invented.
 */
export const PROVIDERS: readonly Provider[] = [
  { id: 203, name: 'Netflix', host: 'netflix', types: ['sub'], regions: EVERYWHERE },
  { id: 26, name: 'Prime Video', host: 'primevideo', types: ['sub'], regions: EVERYWHERE },
  { id: 372, name: 'Disney+', host: 'disneyplus', types: ['sub'], regions: EVERYWHERE },
  { id: 24, name: 'Amazon', host: 'amazon', types: ['rent', 'buy'], regions: ['GB', 'US', 'DE', 'FR'] },
  { id: 349, name: 'AppleTV', host: 'appletv', types: ['rent', 'buy'], regions: EVERYWHERE },
  { id: 417, name: 'Rakuten TV', host: 'rakuten', types: ['rent', 'buy'], regions: ['GB', 'IE', 'ES', 'IT'] },
  { id: 414, name: 'Sky Store', host: 'skystore', types: ['rent', 'buy'], regions: ['GB', 'IE'] },
  { id: 409, name: 'BBC iPlayer', host: 'iplayer', types: ['free'], regions: ['GB'] },
  { id: 413, name: 'ITVX', host: 'itvx', types: ['free', 'sub'], regions: ['GB'] },
  {
    ...{ id: 407, name: 'All 4', renamed: { onDay: 3, name: 'Channel 4' } },
    ...{ host: 'channel4', types: ['free'], regions: ['GB'] },
  },
  { id: 418, name: '5', host: 'channel5', types: ['free'], regions: ['GB'] },
  { id: 411, name: 'NOW', host: 'nowtv', types: ['sub'], regions: ['GB', 'IE'] },
  { id: 408, name: 'RTÉ Player', host: 'rteplayer', types: ['free'], regions: ['IE'] },
  { id: 410, name: 'Canal+', host: 'canalplus', types: ['sub', 'tve'], regions: ['FR'] },
  { id: 157, name: 'Hulu', host: 'hulu', types: ['sub'], regions: ['US'] },
];

/** Returns the services with their names on a day of the stand-in. */
export function providersOn(day: number): readonly Provider[] {
  return PROVIDERS.map((provider) => {
    const { renamed } = provider;
    return renamed !== undefined && day >= renamed.onDay ? { ...provider, name: renamed.name } : provider;
  });
}

/** The approximate factors from pounds to a country's currency. Other countries use euros. */
export const PRICE_FACTORS: ReadonlyMap<string, number> = new Map([
  ['GB', 1],
  ['US', 1.2],
  ['CA', 1.7],
  ['AU', 1.9],
  ['BR', 6],
]);
export const EURO_FACTOR = 1.15;

/** The networks of series. */
export const NETWORKS: readonly [NamedId, ...NamedId[]] = [
  { id: 9201, name: 'BBC One' },
  { id: 9202, name: 'BBC Two' },
  { id: 9203, name: 'ITV1' },
  { id: 9204, name: 'Channel 4' },
  { id: 9205, name: 'Sky Atlantic' },
  { id: 9206, name: 'RTÉ One' },
];

/** Genres with Watchmode's IDs and TMDB's. */
export const GENRES: readonly [Genre, ...Genre[]] = [
  { id: 1, name: 'Action', tmdbId: 28 },
  { id: 4, name: 'Comedy', tmdbId: 35 },
  { id: 5, name: 'Crime', tmdbId: 80 },
  { id: 6, name: 'Documentary', tmdbId: 99 },
  { id: 7, name: 'Drama', tmdbId: 18 },
  { id: 8, name: 'Family', tmdbId: 10751 },
  { id: 9, name: 'Fantasy', tmdbId: 14 },
  { id: 10, name: 'History', tmdbId: 36 },
  { id: 11, name: 'Horror', tmdbId: 27 },
  { id: 13, name: 'Mystery', tmdbId: 9648 },
  { id: 14, name: 'Romance', tmdbId: 10749 },
  { id: 15, name: 'Science Fiction', tmdbId: 878 },
  { id: 17, name: 'Thriller', tmdbId: 53 },
];

export interface NamedId {
  readonly id: number;
  readonly name: string;
}

/** A genre. */
export interface Genre extends NamedId {
  readonly tmdbId: number;
}
