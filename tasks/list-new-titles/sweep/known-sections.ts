import { sectionKeyOf, type Section } from '../../../events/sections.ts';
import { readSection, type FoundSection, type SectionReader } from '../../shared/sweep/read-section.ts';
import type { FindTitlesPorts } from '../find-titles.ts';
import { takeOverPages } from './take-over-pages.ts';

/** A section with what the table knows about it. */
export interface KnownSection {
  readonly section: Section;
  readonly found: FoundSection;
}

/**
 * Reads what the table knows about sections, one after the other. Rejects with ProgressUnavailable or ConfigurationError.
 *
 * @param ports.takesOver - true if the execution has the claim of the feed, and may take over pages of failed ones
 */
export async function readSections(
  sections: readonly Section[],
  reader: SectionReader,
  ports: Pick<FindTitlesPorts, 'progress' | 'executions' | 'telemetry'> & { readonly takesOver: boolean },
): Promise<KnownSection[]> {
  const { progress, telemetry, takesOver } = ports;
  const known: KnownSection[] = [];
  for (const section of sections) {
    const stored = await readSection(sectionKeyOf(section), reader, progress);
    const found = takesOver ? await takeOverPages(stored, reader, ports) : stored;
    known.push({ section, found });
    const { head, former } = found;
    if (head === null || former !== null) continue;
    const { sweptAt } = head;
    const message = 'the last sweep of a section has expired: this one is its first again';
    telemetry.log('warn', message, { section: found.section, sweptAt });
  }
  return known;
}
