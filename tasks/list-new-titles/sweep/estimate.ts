import type { SweepPageItem } from '../../../events/types.ts';
import { isSettled } from '../../shared/sweep/compare-sweeps.ts';
import { nextLimit } from '../../shared/sweep/next-page.ts';
import type { FoundSection } from '../../shared/sweep/read-section.ts';

/** The rest of a sweep, in pages to buy and titles to fetch. */
export interface Estimate {
  readonly pages: number;
  readonly titles: number;
}

/** Returns the maximum number of titles on the pages of a section in this sweep. */
export function limitOf({ head, former }: FoundSection, largest: number): number {
  if (head === null || former === null) return nextLimit(null, largest);
  return nextLimit({ limit: head.limit, isSettled: isSettled(former) }, largest);
}

/**
 * Estimates the rest of the sweep of a section: the pages by the last page read, or else by the last sweep; the titles to
 * fetch by the arrivals of the last sweep. Of a section that was never swept, one page is estimated.
 */
export function estimateOf(
  found: FoundSection,
  pages: readonly SweepPageItem[],
  { largest, publishBaseline }: { readonly largest: number; readonly publishBaseline: boolean },
): Estimate {
  const { head, former } = found;
  const last = pages.at(-1);
  const isFirst = former === null;
  const total = last?.total ?? (isFirst ? 0 : (head?.titles ?? 0));
  const limit = last?.limit ?? limitOf(found, largest);
  const rest =
    last === undefined ? Math.max(1, Math.ceil(total / limit)) : Math.ceil(total / limit) - last.page;
  const baseline = publishBaseline ? total : 0;
  return { pages: Math.max(0, rest), titles: isFirst ? baseline : (head?.arrived ?? 0) };
}

/** Adds estimates. */
export function sumOf(estimates: readonly Estimate[]): Estimate {
  return {
    pages: estimates.reduce((sum, { pages }) => sum + pages, 0),
    titles: estimates.reduce((sum, { titles }) => sum + titles, 0),
  };
}
