import { epochMs, HOUR_MS } from '../../../events/instant.ts';
import { sweepPageKey } from '../../../events/progress.ts';
import { readSection, type FoundSection, type SectionReader } from '../../shared/sweep/read-section.ts';
import type { ListNewTitlesPorts } from '../listing-ports.ts';

/** The age from which pages are not taken over, in hours: what arrived since then would be found a sweep later. */
const TAKEN_OVER_HOURS = 6;

/**
 * Takes over the pages of a section that an execution has bought before it failed, so that this one does not buy them again.
 *
 * They count as pages of this execution that cost nothing. A page shows one moment, so it does not matter who has read it.
 * Call it only with the claim of the feed: then no other execution reads the section.
 *
 * Rejects with ProgressUnavailable or ConfigurationError.
 *
 * @returns the section as it is then
 */
export async function takeOverPages(
  found: FoundSection,
  reader: SectionReader,
  { progress, executions, telemetry }: Pick<ListNewTitlesPorts, 'progress' | 'executions' | 'telemetry'>,
): Promise<FoundSection> {
  const { section, slot, pages, inSlot } = found;
  const first = inSlot.get(sweepPageKey(slot, 1).item);
  if (pages.length > 0 || first === undefined) return found;
  const { executionArn: buyer, fetchedAt } = first;
  const isOld = epochMs(fetchedAt) < reader.now - TAKEN_OVER_HOURS * HOUR_MS;
  if (buyer === reader.executionArn || isOld) return found;
  if (!(await executions.hasFailed(buyer))) return found;
  const bought = await readSection(section, { ...reader, executionArn: buyer }, progress);
  for (const page of bought.pages) {
    await progress.put({ ...page, executionArn: reader.executionArn, bought: 0 }, page);
  }
  const own = await readSection(section, reader, progress);
  telemetry.log('info', 'goes on behind the pages of a failed run', {
    section,
    pages: own.pages.length,
    buyer,
  });
  return own;
}
