import type { CatalogueTitle } from './catalogue.ts';
import type { Rotation } from './rotation.ts';
import { EURO_FACTOR, PRICE_FACTORS, providersOn, type Provider, type SourceType } from './providers.ts';
import { seededRandom, type SeededRandom } from './seeded-random.ts';

/** A source of a title in Watchmode's format. */
export interface TitleSource {
  readonly source_id: number;
  readonly name: string;
  readonly type: SourceType;
  readonly region: string;
  readonly ios_url: string | null;
  readonly android_url: string | null;
  readonly web_url: string;
  readonly format: 'SD' | 'HD' | '4K';
  /** The price in the region's currency; null unless the title is rented or bought. */
  readonly price: number | null;
  /** Null for a film. */
  readonly seasons: number | null;
  readonly episodes: number | null;
}

export type Plan = 'free' | 'paid';

/** The text on free plans instead of a URL. */
const NO_DEEPLINKS = 'Deeplinks available for paid plans only.';
/** The hundredths of all prices. */
const PENCE = 0.99;

/** The selection of sources, and what invents them. */
export interface SourceOptions {
  readonly seed: number;
  readonly plan: Plan;
  /** Default: as on day 0. */
  readonly rotation?: Rotation;
  /** Default: all countries. */
  readonly regions?: ReadonlySet<string> | undefined;
}

/**
 * Returns the sources of a title today in the countries of `regions` or in all. On day 0, about one title in ten has no
 * source, and one in ten has several dozen.
 */
export function sourcesOf(title: CatalogueTitle, options: SourceOptions): TitleSource[] {
  const { seed, plan, rotation, regions } = options;
  const random = seededRandom('sources', seed, title.watchmodeId);
  const share = random.pick([0, 0.15, 0.15, 0.15, 0.25, 0.25, 0.25, 0.35, 0.35, 0.9]);
  const seasons = title.tmdbType === 'tv' ? random.integer(1, 12) : null;
  const run = { seasons, episodes: seasons === null ? null : seasons * random.integer(6, 13) };
  return providersOn(rotation?.day ?? 0).flatMap((provider) => {
    const wasOffered = random.chance(share);
    // Drawn even where the title has left, because the draws for other services follow.
    const offered = wasOffered ? offers(provider, title, run, random, plan) : [];
    const places = provider.regions.filter((region) => {
      if (regions?.has(region) === false) return false;
      const place = { titleId: title.watchmodeId, sourceId: provider.id, region };
      return rotation?.isOffered(place, wasOffered) ?? wasOffered;
    });
    if (places.length === 0) return [];
    const arrived = () =>
      offers(provider, title, run, seededRandom('arrival', seed, title.watchmodeId, provider.id), plan);
    return (wasOffered ? offered : arrived()).filter(({ region }) => places.includes(region));
  });
}

function offers(
  provider: Provider,
  title: CatalogueTitle,
  run: Pick<TitleSource, 'seasons' | 'episodes'>,
  random: SeededRandom,
  plan: Plan,
): TitleSource[] {
  const pounds = random.integer(2, 9) + PENCE;
  return provider.regions.flatMap((region) =>
    provider.types.flatMap((type) => {
      const isPaidFor = type === 'rent' || type === 'buy';
      const formats: TitleSource['format'][] = isPaidFor ? ['SD', 'HD'] : [random.pick(['HD', '4K'])];
      // Drawn on every plan, so that all have the same titles.
      const link = random.pick([appLink(provider, title), null]);
      const deeplink = plan === 'free' ? NO_DEEPLINKS : link;
      return formats.map((format) => ({
        source_id: provider.id,
        name: provider.name,
        type,
        region,
        ios_url: deeplink,
        android_url: deeplink,
        web_url: `https://${provider.host}.example/${region.toLowerCase()}/title/${title.watchmodeId}`,
        format,
        price: isPaidFor
          ? price(pounds + (format === 'HD' ? 1 : 0) + (type === 'buy' ? 3 : 0), region)
          : null,
        ...run,
      }));
    }),
  );
}

function appLink({ host }: Provider, { watchmodeId }: CatalogueTitle): string {
  return `https://app.${host}.example/title/${watchmodeId}`;
}

function price(pounds: number, region: string): number {
  return Math.floor(pounds * (PRICE_FACTORS.get(region) ?? EURO_FACTOR)) + PENCE;
}
