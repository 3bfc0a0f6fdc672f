import { regionSource, rowKey } from '../../events/catalogue.ts';
import type { CatalogueListing, CatalogueRecord, CatalogueRow, TitleRecord } from '../../events/types.ts';
import { sinceOf } from './observe.ts';

/**
 * Returns the rows of a title: one for each service and genre of its observations. A row of a service or genre that the
 * newest event does not list is a tombstone: it has `leftAt`.
 */
export function rowsOf(record: CatalogueRecord): CatalogueRow[] {
  return stintsOf(record)
    .map((stint) => rowOf(record, stint))
    .sort(byKey);
}

/** The time in which a service had a title in a genre. */
interface Stint {
  readonly service: string;
  readonly genreId: number;
  readonly firstSeen: string;
  readonly leftAt?: string;
}

/** Returns the last stint of each service and genre. */
function stintsOf({ observations, since }: CatalogueRecord): Stint[] {
  const stints = new Map<string, Stint>();
  let current = since;
  for (const observation of observations) {
    const { time, genres } = observation;
    current = sinceOf([observation], current);
    for (const [place, stint] of stints) stints.set(place, { leftAt: time, ...stint });
    for (const { service, since: firstSeen } of current) {
      for (const genreId of genres) stints.set(`${service} ${genreId}`, { service, genreId, firstSeen });
    }
  }
  return [...stints.values()];
}

function rowOf(record: CatalogueRecord, { service, genreId, firstSeen, leftAt }: Stint): CatalogueRow {
  const [region = '', source] = service.split(':');
  const place = { titleId: record.titleId, region, sourceId: Number(source), genreId };
  const row = { ...rowKey(place), ...place, asOf: record.time, firstSeen };
  if (leftAt !== undefined) return { ...row, leftAt };
  const isFirstGenre = record.observations.at(-1)?.genres[0] === genreId;
  if (record.record === null || !isFirstGenre) return row;
  return {
    ...row,
    regionSource: regionSource(region, place.sourceId),
    listing: listingOf(record.record, place),
  };
}

/** Returns what a reader of the index shows. */
function listingOf(
  { sources, title, year, type, plotOverview, userRating, criticScore, releaseDate, genres }: TitleRecord,
  { region, sourceId }: Pick<CatalogueRow, 'region' | 'sourceId'>,
): CatalogueListing {
  const ways = sources.filter((source) => source.region === region && source.sourceId === sourceId);
  return {
    ...{ title, year, type, plotOverview, userRating, criticScore, releaseDate, genres },
    service: ways[0]?.name ?? String(sourceId),
    ways: ways.map(({ type: way, webUrl, price, format }) => ({ type: way, webUrl, price, format })),
  };
}

function byKey(one: CatalogueRow, other: CatalogueRow): number {
  return one.pk < other.pk ? -1 : one.pk > other.pk ? 1 : one.sk < other.sk ? -1 : Number(one.sk > other.sk);
}
