import type { RunSummary } from '../../events/types.ts';
import { counted } from '../../operate/format/plural.ts';

/** Returns true if most titles were deferred or rejected: such a run counts as a failure. */
export function lostMost({ discovered, deferred, rejected }: RunSummary): boolean {
  return (deferred + rejected) * 2 > discovered;
}

/** Names the run that fetches the deferred titles of a run. */
export function nextRunOf({ feed }: Pick<RunSummary, 'feed'>): string {
  return feed === 'catalogue' ? 'the next sweep' : 'the next run over the open window';
}

/**
 * Describes titles that were not published, except those that Watchmode does not know.
 *
 * @param rejectedCommand the command that lists the rejected titles
 */
export function describeLosses(summary: RunSummary, rejectedCommand: string): string[] {
  const { discovered, deferred, rejected, dryRun, keepsDeferred = true } = summary;
  const of = `of ${counted(discovered, 'title', 'titles')}`;
  const lines: string[] = [];
  if (deferred > 0) {
    const [were, them] = deferred === 1 ? ['was', 'it'] : ['were', 'them'];
    const forgetful = dryRun ? 'a dry run' : 'a run with regions of its own';
    lines.push(
      keepsDeferred
        ? `${deferred} ${of} ${were} deferred: ${nextRunOf(summary)} asks for ${them} again`
        : `${deferred} ${of} could not be fetched, and ${forgetful} does not keep ${them} for later runs`,
    );
  }
  if (rejected > 0) {
    const [were, them] = rejected === 1 ? ['was', 'it'] : ['were', 'them'];
    lines.push(
      `${rejected} ${of} ${were} rejected: runs no longer ask for ${them}; \`${rejectedCommand}\` shows why, and --retry resets ${them}`,
    );
  }
  return lines;
}

/** Describes the correction of a watermark that was in the future, if there was one. */
export function describeCorrection({ correctedWatermark }: RunSummary): string[] {
  if (correctedWatermark === undefined || correctedWatermark === null) return [];
  return [`watermark put right: from ${correctedWatermark.from} to ${correctedWatermark.to}`];
}
