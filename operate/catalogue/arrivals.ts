import { isKept } from '../../events/progress.ts';
import type { CatalogueListing, CatalogueRow, Region } from '../../events/types.ts';

/** A title that is new on a service. */
export interface Arrival extends CatalogueListing {
  readonly titleId: number;
  readonly region: Region;
  readonly sourceId: number;
  /** The time of the first event in which the service had the title. */
  readonly firstSeen: string;
}

/** The arrivals that a reader wants. */
export interface ArrivalsQuery {
  readonly region: Region;
  /** The IDs of the services. */
  readonly sourceIds: readonly number[];
  /** Epoch milliseconds, inclusive. */
  readonly since: number;
  /** Only titles with one of these genres. @default all */
  readonly genreIds?: readonly number[];
  /** Only titles of these types. @default all */
  readonly types?: readonly string[];
  /** Only titles with this user rating or a better one, of 10. Leaves out titles without a rating. @default all */
  readonly minRating?: number;
  /** The maximum number of arrivals. @default all */
  readonly limit?: number;
}

/** The arrivals that were found, the newest first. */
export interface Arrivals {
  readonly arrivals: readonly Arrival[];
  /** True if the limit left out older ones. */
  readonly hasMore: boolean;
}

/**
 * Returns the arrival of a row in the index by first seen; undefined for an expired row.
 *
 * @param now epoch milliseconds
 */
export function arrivalOf(row: CatalogueRow, now: number): Arrival | undefined {
  const { titleId, region, sourceId, firstSeen, listing } = row;
  if (listing === undefined || !isKept(row, now)) return undefined;
  return { titleId, region, sourceId, firstSeen, ...listing };
}

/** Returns true if an arrival passes the filters of a query. */
export function isWanted(
  { genres, type, userRating }: Arrival,
  { genreIds, types, minRating }: ArrivalsQuery,
): boolean {
  return (
    (genreIds === undefined || genres.some(({ id }) => genreIds.includes(id))) &&
    (types === undefined || types.includes(type)) &&
    (minRating === undefined || (userRating !== null && userRating >= minRating))
  );
}

/** Orders arrivals: the newest first, then by title and service. */
export function newestFirst(one: Arrival, other: Arrival): number {
  return (
    compare(other.firstSeen, one.firstSeen) ||
    compare(one.title, other.title) ||
    one.titleId - other.titleId ||
    one.sourceId - other.sourceId
  );
}

const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other));
