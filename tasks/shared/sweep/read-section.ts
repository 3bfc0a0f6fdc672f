import { isKept, sweepPageKey, type SweepSlot } from '../../../events/progress.ts';
import type { SectionItem, SectionKey, SweepPageItem } from '../../../events/types.ts';
import type { Sweeps } from '../progress/progress-table.ts';
import type { FormerSweep } from './compare-sweeps.ts';
import { allMissing } from './group-missing.ts';
import { isShortPage, pageAfter } from './next-page.ts';

/** A section in the progress table, as an execution finds it. */
export interface FoundSection {
  readonly section: SectionKey;
  /** The last complete sweep, even if it has expired; null if there is none. */
  readonly head: SectionItem | null;
  /** The sweep to compare with; null if there is none, or if it has expired. */
  readonly former: FormerSweep | null;
  /** The pages that the execution has bought so far, in the order in which it bought them. */
  readonly pages: readonly SweepPageItem[];
  /** The slot of those pages. */
  readonly slot: SweepSlot;
  /** The number of pages that the execution has paid for so far, with short ones. */
  readonly bought: number;
  /** All items in the slot by their keys. Those of other executions, and short ones, are overwritten. */
  readonly inSlot: ReadonlyMap<string, SweepPageItem>;
}

/** The execution that reads a section, and its time in epoch milliseconds. */
export interface SectionReader {
  readonly executionArn: string;
  readonly now: number;
}

/**
 * Reads what the table knows about a section.
 *
 * Pages that the execution bought before the last complete sweep are left out: another execution has swept the section
 * since then.
 *
 * Rejects with ProgressUnavailable or ConfigurationError.
 */
export async function readSection(
  section: SectionKey,
  { executionArn, now }: SectionReader,
  progress: Sweeps,
): Promise<FoundSection> {
  const head = await progress.readSection(section);
  const slot = { section, slot: head?.slot === 'a' ? 'b' : 'a' } as const;
  const inSlot = await progress.listSweepPages(slot);
  const own = inSlot.filter(
    (page) => page.executionArn === executionArn && page.fetchedAt >= (head?.sweptAt ?? ''),
  );
  const whole = own.filter((page) => !isShortPage(page));
  return {
    section,
    head,
    former: head === null || !isKept(head, now) ? null : await readFormer(section, head, progress),
    pages: inOrder(slot, whole),
    bought: own.reduce((sum, { bought = 1 }) => sum + bought, 0),
    slot,
    inSlot: new Map(inSlot.map((page) => [page.item, page])),
  };
}

/** Returns true if an execution has read all pages of a section. */
export function isComplete(pages: readonly SweepPageItem[]): boolean {
  const last = pages.at(-1);
  return last !== undefined && pageAfter(last) === null;
}

async function readFormer(
  section: SectionKey,
  head: SectionItem,
  progress: Sweeps,
): Promise<FormerSweep | null> {
  const slot = { section, slot: head.slot };
  const stored = await progress.listSweepPages(slot);
  const pages = inOrder(
    slot,
    stored.filter(({ executionArn }) => executionArn === head.executionArn),
  ).slice(0, head.pages);
  const { gaps, links = [] } = head;
  return pages.length === head.pages ? { pages, missing: allMissing(head), gaps, links } : null;
}

/** Returns the pages at the places 1, 2, 3 and so on, up to the first place without one. */
function inOrder(slot: SweepSlot, pages: readonly SweepPageItem[]): SweepPageItem[] {
  const byKey = new Map(pages.map((page) => [page.item, page]));
  const found: SweepPageItem[] = [];
  for (let place = 1; ; place += 1) {
    const page = byKey.get(sweepPageKey(slot, place).item);
    if (page === undefined) return found;
    found.push(page);
  }
}
