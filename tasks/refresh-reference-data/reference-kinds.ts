import type { ReferenceKind } from '../../events/progress.ts';
import { findRegionProblem } from '../../events/regions.ts';
import type { ReferenceEntry, Region } from '../../events/types.ts';
import type { Names } from '../shared/watchmode/names.ts';

/** Reads all names of one kind in our own form, for a credit. */
type ReadNames = (watchmode: Names) => Promise<ReferenceEntry[]>;

const READ: Readonly<Record<ReferenceKind, ReadNames>> = {
  async source(watchmode) {
    const sources = await watchmode.sources();
    return sources
      .filter(({ id }) => id > 0)
      .map(({ id, name, type, regions }) => ({
        id,
        name,
        type,
        regions: [...new Set(regions.filter(isRegion))].sort(),
      }));
  },
  async genre(watchmode) {
    const genres = await watchmode.genres();
    return genres.filter(({ id }) => id > 0).map(({ id, name }) => ({ id, name }));
  },
  async region(watchmode) {
    const regions = await watchmode.regions();
    return regions.flatMap(({ country, name, plan_enabled: isOnPlan }) =>
      isRegion(country) ? [{ region: country, name, isOnPlan }] : [],
    );
  },
};

function isRegion(code: string): code is Region {
  return findRegionProblem(code) === undefined;
}

/** The name of each kind in messages. */
export const PLURALS: Readonly<Record<ReferenceKind, string>> = {
  source: 'services',
  genre: 'genres',
  region: 'regions',
};

/** The ID of an entry within its kind: Watchmode's number, or the code of a region. */
export function idOf(entry: ReferenceEntry): string {
  return 'region' in entry ? entry.region : String(entry.id);
}

/** Reads all names of one kind, in the order of their IDs, each once. It rejects as the Watchmode client does. */
export async function readNames(kind: ReferenceKind, watchmode: Names): Promise<ReferenceEntry[]> {
  const byId = new Map((await READ[kind](watchmode)).map((entry) => [idOf(entry), entry]));
  return [...byId.values()].sort((one, other) =>
    idOf(one).localeCompare(idOf(other), 'en', { numeric: true }),
  );
}
