import type { CatalogueName, Region } from '../../events/types.ts';

/** A service or a genre that the catalogue knows. */
export interface KnownName {
  readonly id: number;
  readonly name: string;
  /** Of a service: the regions that have it. Absent if no reference data has named the service. */
  readonly regions?: readonly Region[];
}

/** The services and genres that the catalogue knows, each sorted by name. */
export interface KnownNames {
  readonly services: readonly KnownName[];
  readonly genres: readonly KnownName[];
}

/** Reads the name of a service or a genre from its item. */
export function knownNameOf({ sk, name, regions }: CatalogueName): KnownName {
  return { id: Number(sk), name, ...(regions === undefined ? {} : { regions }) };
}

/**
 * Returns true for a service of a region, and for one whose regions are not known.
 * @example known.filter((service) => isIn('GB', service))
 */
export function isIn(region: Region, { regions }: Pick<KnownName, 'regions'>): boolean {
  return regions?.includes(region) ?? true;
}
