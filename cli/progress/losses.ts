import type { RunSummary } from '../../events/types.ts';
import { counted } from '../../operate/format/plural.ts';

/** Whether more titles were rejected or deferred than not: then a run has succeeded by its name only. */
export function lostMost({ discovered, deferred, rejected }: RunSummary): boolean {
  return (deferred + rejected) * 2 > discovered;
}

/**
 * A line for titles that should have been published and were not; none when all were that Watchmode knows.
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
        ? `${deferred} ${of} ${were} deferred: the next run over the open window asks for ${them} again`
        : `${deferred} ${of} could not be had now, and ${forgetful} does not keep ${them} for later runs`,
    );
  }
  if (rejected > 0) {
    const [were, them] = rejected === 1 ? ['was', 'it'] : ['were', 'them'];
    lines.push(
      `${rejected} ${of} ${were} rejected: no run asks for ${them} any more; \`${rejectedCommand}\` says why, and with --retry has ${them} asked for again`,
    );
  }
  return lines;
}

/** A line for a watermark that lay in the future; none for a run that found it sound. */
export function describeCorrection({ correctedWatermark }: RunSummary): string[] {
  if (correctedWatermark === undefined || correctedWatermark === null) return [];
  return [`watermark put right: from ${correctedWatermark.from} to ${correctedWatermark.to}`];
}
