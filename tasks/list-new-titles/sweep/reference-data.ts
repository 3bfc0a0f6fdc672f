import { countDueNames, creditsForNames, REFERENCE_KINDS } from '../../../events/progress.ts';
import type { ListedGenre, ListedRegion, ListedSource } from '../../../events/types.ts';
import type { ProgressTable } from '../../shared/progress/progress-table.ts';

/** The names of Watchmode's sources, genres and regions. */
export interface Names {
  readonly sources: readonly ListedSource[];
  readonly genres: readonly ListedGenre[];
  readonly regions: readonly ListedRegion[];
}

/** The reference data in the progress table. */
export interface ReferenceData {
  /** Null if some of them were never bought. */
  readonly names: Names | null;
  /** The number of kinds that are not of today (UTC), each of which costs a credit. */
  readonly due: number;
  /** The credits that the execution has spent for them. */
  readonly credits: number;
}

/** Reads the reference data. Rejects with ProgressUnavailable or ConfigurationError. */
export async function readReferenceData(
  progress: ProgressTable,
  { executionArn, now }: { readonly executionArn: string; readonly now: number },
): Promise<ReferenceData> {
  const items = await Promise.all(REFERENCE_KINDS.map((kind) => progress.readReference(kind)));
  const [sources, genres, regions] = items;
  return {
    names:
      sources && genres && regions
        ? {
            sources: sources.entries as ListedSource[],
            genres: genres.entries as ListedGenre[],
            regions: regions.entries as ListedRegion[],
          }
        : null,
    due: countDueNames(items, now),
    credits: creditsForNames(items, executionArn),
  };
}
