import type { RunSummary } from '../../events/types.ts';
import type { ItemCounts } from './item-counts.ts';

/** The titles of a run, from its summary, or before that from its last Map Run. */
export interface TitleTally {
  readonly discovered: number;
  /** The number of published titles; without a summary, the number in batches that succeeded. */
  readonly published: number;
  /** True without a summary: some titles of the batches may have been deferred or skipped. */
  readonly isMaximum: boolean;
  /** True if nothing was sent to the stream. */
  readonly dryRun: boolean;
  /** The number of titles that a plan has counted; null for other runs. */
  readonly planned: number | null;
  /** The counts of the Map Run; null if the run has a summary. */
  readonly items: ItemCounts | null;
}

/**
 * Counts the titles of a run; null before they are listed, and for the plan of a sweep.
 *
 * @param items - the counts of its last Map Run
 * @example tallyOf(summaryIn(run.description.output), run.titleCounts)?.published
 */
export function tallyOf(summary: RunSummary | undefined, items: ItemCounts | undefined): TitleTally | null {
  if (summary !== undefined) {
    const { discovered, published, dryRun, plan } = summary;
    // The plan of a sweep lists no titles: its number is that of the sweep before.
    if (plan !== undefined && (summary.sweep ?? null) !== null) return null;
    const planned = plan?.titles ?? null;
    return { discovered, published, isMaximum: false, dryRun, planned, items: null };
  }
  if (items === undefined) return null;
  const discovered = items.total - (items.departures ?? 0);
  return {
    discovered,
    published: Math.min(items.succeeded, discovered),
    isMaximum: true,
    dryRun: false,
    planned: null,
    items,
  };
}
