import { epochMs } from '../../events/instant.ts';
import type { SavedSweep, SectionKey } from '../../events/types.ts';
import { SaveSweepInput } from '../../events/validators.mjs';
import { ProgressUnavailable } from '../shared/errors/progress-errors.ts';
import type { TaskHandler } from '../shared/ports.ts';
import type { Sweeps, ProgressWrites } from '../shared/progress/progress-table.ts';
import { readInput } from '../shared/read-input.ts';
import { nextSection } from '../shared/sweep/next-section.ts';
import { isComplete, readSection } from '../shared/sweep/read-section.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';

/** The ports of {@link createSaveSweep}. */
export interface SaveSweepPorts {
  readonly progress: Sweeps & ProgressWrites;
  readonly telemetry: Telemetry;
}

/** The maximum number of attempts if the section changes at the same time. */
const MAX_ATTEMPTS = 5;

/**
 * The task save-sweep: takes a `SaveSweepInput`, returns a `SavedSweep`.
 *
 * It makes the sweep of an execution, whose titles are published, the one that the next sweep is compared with. Each
 * section changes in one conditional write. A section that is of this execution already is left alone, so a retry changes
 * nothing. So is a section that a later run has swept, or whose pages a later run has overwritten.
 *
 * Rejects with InvalidInput, ConfigurationError or ProgressUnavailable.
 */
export function createSaveSweep({ progress, telemetry }: SaveSweepPorts): TaskHandler<SavedSweep> {
  return async (event) => {
    const { executionArn, sections, listedAt } = readInput({ SaveSweepInput }, event);
    let saved = 0;
    for (const section of sections) {
      if (await save(section, { executionArn, listedAt })) saved += 1;
      else telemetry.log('warn', 'did not save the sweep of a section: a later run sweeps it', { section });
    }
    telemetry.log('info', 'saved a sweep', { saved });
    return { saved };
  };

  async function save(
    section: SectionKey,
    run: { readonly executionArn: string; readonly listedAt: string },
  ): Promise<boolean> {
    const { executionArn, listedAt } = run;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const found = await readSection(section, { executionArn, now: epochMs(listedAt) }, progress);
      const { head, pages } = found;
      if (head?.executionArn === executionArn) return true;
      if ((head !== null && head.sweptAt > listedAt) || !isComplete(pages)) return false;
      if (await progress.put(nextSection(found, run), head)) return true;
    }
    throw new ProgressUnavailable(`section ${section}`, 'other runs change it at the same time');
  }
}
