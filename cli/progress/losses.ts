import type { RunSummary } from '../../events/types.ts';
import { counted } from '../render/plural.ts';

/** Whether more titles were rejected or deferred than not: then a run has succeeded by its name only. */
export function lostMost({ discovered, deferred, rejected }: RunSummary): boolean {
  return (deferred + rejected) * 2 > discovered;
}

/** A line for titles that should have been published and were not; none when all were that Watchmode knows. */
export function describeLosses(summary: RunSummary): string[] {
  const { discovered, deferred, rejected, deferredOmitted, watermarkHeld } = summary;
  const of = `of ${counted(discovered, 'title', 'titles')}`;
  const lines: string[] = [];
  if (deferred > 0) {
    const later = watermarkHeld
      ? 'the watermark stays, so the next run lists this window again'
      : deferredOmitted > 0
        ? `the next run fetches ${deferred - deferredOmitted} of them again`
        : `the next run fetches ${deferred === 1 ? 'it' : 'them'} again`;
    lines.push(`${deferred} ${of} ${deferred === 1 ? 'was' : 'were'} deferred: ${later}`);
  }
  if (rejected > 0) {
    lines.push(
      `${rejected} ${of} ${rejected === 1 ? 'was' : 'were'} rejected: no later run fetches ${rejected === 1 ? 'it' : 'them'}; correct what the reason says, then ingest the window again with --window`,
    );
  }
  return lines;
}
