import type { CatalogueName, CatalogueRecord, CatalogueRow, Region } from './types.ts';

/** The keys of the catalogue, and the rules for reading it. The contract `CatalogueItem` defines the items. */

/** The index of the catalogue by service and first seen: `regionSource` and `firstSeen`. */
export const FIRST_SEEN_INDEX = 'by-first-seen';

/** The genre of a title that has none, so that it has a row of each service, too. */
export const NO_GENRE = 0;

/** The number of days for which a tombstone is kept, and for which late events can change since when a service has a title. */
export const TOMBSTONE_DAYS = 30;

/**
 * Returns the key of the record of a title.
 * @example recordKey(345534); // { pk: 'title:345534', sk: 'record' }
 */
export function recordKey(titleId: number): Pick<CatalogueRecord, 'pk' | 'sk'> {
  return { pk: `title:${titleId}`, sk: 'record' };
}

/** The place of a row: a title of a service in a region, and a genre. */
export type RowPlace = Pick<CatalogueRow, 'titleId' | 'region' | 'sourceId' | 'genreId'>;

/**
 * Returns the key of a row.
 * @example rowKey({ titleId: 345534, region: 'GB', sourceId: 203, genreId: 4 }).pk; // 'source:203:genre:4'
 */
export function rowKey({ titleId, region, sourceId, genreId }: RowPlace): Pick<CatalogueRow, 'pk' | 'sk'> {
  return { pk: `source:${sourceId}:genre:${genreId}`, sk: `title:${titleId}:region:${region}` };
}

/**
 * Returns the key of a service in the index by first seen.
 * @example regionSource('GB', 203); // 'region:GB:source:203'
 */
export function regionSource(region: Region, sourceId: number): string {
  return `region:${region}:source:${sourceId}`;
}

/**
 * Returns the key of the name of a service, a genre or a region.
 *
 * @param id - of a region, its code
 * @example nameKey('source', 203); // { pk: 'names:source', sk: '203' }
 */
export function nameKey(
  kind: 'source' | 'genre' | 'region',
  id: number | Region,
): Pick<CatalogueName, 'pk' | 'sk'> {
  return { pk: `names:${kind}`, sk: String(id) };
}

/** The names of the keys of the catalogue and of its index. */
export const CATALOGUE_SHAPE = {
  key: { partition: 'pk', sort: 'sk' },
  index: { name: FIRST_SEEN_INDEX, partition: 'regionSource', sort: 'firstSeen' },
} as const;
