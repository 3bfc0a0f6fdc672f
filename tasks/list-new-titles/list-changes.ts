import type { Region, Regions } from '../../events/types.ts';
import type { ListingPorts } from './listing-ports.ts';
import { pageChanges, type ChangesListing } from './page-changes.ts';

/** What to list, in one or several regions. */
export interface RegionsListing extends Omit<ChangesListing, 'region'> {
  readonly regions: Regions;
}

/**
 * Lists a feed: every title once, up to `maxTitles`. The one feed that is about regions takes one at a time, so it is
 * listed once for each and the listings are merged; what a run may carry and pay is a matter of the merged titles.
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
  // Each region costs a page at least: better known before the first is read.
  ports.budget.require({ titles: 0, pages: wanted.length });
  for (const region of wanted) {
    if (found.size >= maxTitles) break;
    const titles = await pageChanges({ ...listing, region }, ports, found);
    titles.forEach((id) => found.add(id));
  }
  return [...found];
}
