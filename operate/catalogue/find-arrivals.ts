import type { NamedId } from '../../events/types.ts';
import type { Arrival, Arrivals, ArrivalsQuery } from './arrivals.ts';
import type { CatalogueReader } from './catalogue-reader.ts';
import { findNamed, findServices } from './find-named.ts';
import type { KnownName, KnownNames } from './known-names.ts';

/** The arrivals that a person wants. Services and genres are names or IDs. */
export interface WantedArrivals extends Omit<ArrivalsQuery, 'sourceIds' | 'genreIds'> {
  readonly services: readonly string[];
  /** None: all genres. */
  readonly genres: readonly string[];
}

/** The titles that are new on services. */
export interface FoundArrivals extends Arrivals {
  /** The services that were meant, in the order in which they were named. */
  readonly services: readonly KnownName[];
  /** The IDs of the genres that were meant. */
  readonly genreIds: readonly number[];
}

/**
 * Reads the names of the services and genres that a catalogue knows.
 * @example const known = await readKnownNames(catalogue)
 */
export async function readKnownNames(catalogue: Pick<CatalogueReader, 'readNames'>): Promise<KnownNames> {
  const [services, genres] = await Promise.all([catalogue.readNames('source'), catalogue.readNames('genre')]);
  return { services, genres };
}

/**
 * Reads what is new on services, with the names that services and genres have now. The items of titles have the names of
 * the time of their last event.
 *
 * @param known - the names that the catalogue knows
 * @throws UsageError for services and genres that are unknown or not in the region
 * @example await findArrivals(catalogue, known, { services: ['Netflix'], genres: [], region: 'GB', since: 0 })
 */
export async function findArrivals(
  catalogue: Pick<CatalogueReader, 'readArrivals'>,
  known: KnownNames,
  { services: wantedServices, genres: wantedGenres, ...query }: WantedArrivals,
): Promise<FoundArrivals> {
  const sourceIds = findServices(wantedServices, known.services, query.region);
  const genreIds = findNamed('genre', wantedGenres, known.genres);
  const { arrivals, hasMore } = await catalogue.readArrivals({
    ...query,
    sourceIds,
    ...(genreIds.length === 0 ? {} : { genreIds }),
  });
  const [services, genres] = [byId(known.services), byId(known.genres)];
  const renamed = (arrival: Arrival): Arrival => ({
    ...arrival,
    service: services.get(arrival.sourceId)?.name ?? arrival.service,
    genres: arrival.genres.map(({ id, name }): NamedId => ({ id, name: genres.get(id)?.name ?? name })),
  });
  return {
    arrivals: arrivals.map(renamed),
    hasMore,
    services: sourceIds.flatMap((id) => services.get(id) ?? []),
    genreIds,
  };
}

function byId(names: readonly KnownName[]): ReadonlyMap<number, KnownName> {
  return new Map(names.map((name) => [name.id, name]));
}
