import { sectionKeyOf, type Section } from '../../../events/sections.ts';
import { readSection, type FoundSection, type SectionReader } from '../../shared/sweep/read-section.ts';
import type { FindTitlesPorts } from '../find-titles.ts';

/** A section with what the table knows about it. */
export interface KnownSection {
  readonly section: Section;
  readonly found: FoundSection;
}

/** Reads what the table knows about sections, one after the other. Rejects with ProgressUnavailable or ConfigurationError. */
export async function readSections(
  sections: readonly Section[],
  reader: SectionReader,
  { progress, telemetry }: Pick<FindTitlesPorts, 'progress' | 'telemetry'>,
): Promise<KnownSection[]> {
  const known: KnownSection[] = [];
  for (const section of sections) {
    const found = await readSection(sectionKeyOf(section), reader, progress);
    known.push({ section, found });
    const { head, former } = found;
    if (head === null || former !== null) continue;
    const { sweptAt } = head;
    const message = 'the last sweep of a section has expired: this one is its first again';
    telemetry.log('warn', message, { section: found.section, sweptAt });
  }
  return known;
}
