import type { Region, Regions } from '../../events/types.ts';
import type { ListingPorts } from './listing-ports.ts';
import { pageChanges, type ChangesListing } from './page-changes.ts';

/** The scope of a listing in one or several regions. */
export interface RegionsListing extends Omit<ChangesListing, 'region'> {
  readonly regions: Regions;
}

/**
 * Lists the distinct titles of a feed, up to `maxTitles`. The feed titles_sources_changed accepts one region at a time, so
 * one listing for each region is merged. The limits of titles and credits apply to the merged titles.
 *
 * Rejects as {@link pageChanges} does.
 */
export async function listChanges(
  { regions, ...listing }: RegionsListing,
  ports: ListingPorts,
): Promise<number[]> {
  const { feed, maxTitles } = listing;
  const found = new Set<number>();
  const wanted: readonly (Region | undefined)[] = feed === 'titles_sources_changed' ? regions : [undefined];
  // Each region costs at least a page, so checks all of them before the first.
  ports.budget.require({ titles: 0, pages: wanted.length });
  for (const region of wanted) {
    if (found.size >= maxTitles) break;
    const titles = await pageChanges({ ...listing, region }, ports, found);
    titles.forEach((id) => found.add(id));
  }
  return [...found];
}
