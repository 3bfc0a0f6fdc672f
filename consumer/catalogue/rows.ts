import { regionSource, rowKey } from '../../events/catalogue.ts';
import { placeOfService } from '../../events/sections.ts';
import type { CatalogueListing, CatalogueRecord, CatalogueRow, TitleRecord } from '../../events/types.ts';
import { stateAfter, stateBefore, type TitleState } from './title-state.ts';

/**
 * Returns the rows of a title: one for each service and genre of its observations. A row of a service or genre that the
 * title has no longer is a tombstone: it has `leftAt`.
 */
export function rowsOf(record: CatalogueRecord): CatalogueRow[] {
  const states = statesOf(record);
  const [firstGenre] = states.at(-1)?.genres ?? [];
  return stintsOf(states)
    .map((stint) => rowOf(record, stint, stint.genreId === firstGenre))
    .sort(byKey);
}

/** The time in which a service had a title in a genre. */
interface Stint {
  readonly service: string;
  readonly genreId: number;
  readonly firstSeen: string;
  readonly leftAt?: string;
}

/** The state of a title from the time of an event on. */
type StateSince = TitleState & { readonly time: string };

/** Returns the state after each observation. */
function statesOf(record: CatalogueRecord): StateSince[] {
  let state = stateBefore(record);
  return record.observations.map((observed) => {
    state = stateAfter(state, observed);
    return { ...state, time: observed.time };
  });
}

/** Returns the last stint of each service and genre. */
function stintsOf(states: readonly StateSince[]): Stint[] {
  const stints = new Map<string, Stint>();
  for (const { time, since, genres } of states) {
    for (const [place, stint] of stints) stints.set(place, { leftAt: time, ...stint });
    for (const { service, since: firstSeen } of since) {
      for (const genreId of genres) stints.set(`${service} ${genreId}`, { service, genreId, firstSeen });
    }
  }
  return [...stints.values()];
}

/** @param isFirst - true for a row of the first genre of the title, which is in the index */
function rowOf(
  record: CatalogueRecord,
  { service, genreId, firstSeen, leftAt }: Stint,
  isFirst: boolean,
): CatalogueRow {
  const place = { titleId: record.titleId, ...placeOfService(service), genreId };
  const row = { ...rowKey(place), ...place, asOf: record.time, firstSeen };
  if (leftAt !== undefined) return { ...row, leftAt };
  if (record.record === null || !isFirst) return row;
  return {
    ...row,
    regionSource: regionSource(place.region, place.sourceId),
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
