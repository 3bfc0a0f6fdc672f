import { sectionItemKey } from '../../../events/progress.ts';
import type { SectionItem } from '../../../events/types.ts';
import { compareSweeps } from './compare-sweeps.ts';
import { groupMissing } from './group-missing.ts';
import type { FoundSection } from './read-section.ts';

/**
 * Returns the item of a section after the sweep of an execution, which is complete.
 *
 * It expires with the first of its pages, so that nothing is kept for longer than Watchmode's terms allow.
 *
 * @param listedAt - time at which the listing ended, in RFC 3339 form
 */
export function nextSection(
  { section, former, pages, slot }: FoundSection,
  { executionArn, listedAt }: { readonly executionArn: string; readonly listedAt: string },
): SectionItem {
  const { titles, arrived, missing, gaps, links } = compareSweeps(former, pages);
  const expiries = pages.flatMap(({ expiresAt = [] }) => expiresAt);
  return {
    ...sectionItemKey(section),
    slot: slot.slot,
    executionArn,
    sweptAt: listedAt,
    pages: pages.length,
    limit: pages[0]?.limit ?? 1,
    titles: titles.size,
    arrived: arrived.length,
    ...groupMissing(missing),
    gaps,
    links,
    ...(expiries.length === 0 ? {} : { expiresAt: Math.min(...expiries) }),
  };
}
