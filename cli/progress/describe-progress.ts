import { duration } from '../render/duration.ts';
import { symbolOf } from '../render/execution-status.ts';
import { counted } from '../../operate/format/plural.ts';
import type { Style } from '../render/printer.ts';
import { statusOf, type StateVisit } from '../../operate/run/state-visit.ts';
import { sumOfRetries } from '../../operate/run/sum-of-retries.ts';
import { describeDepartures } from '../render/title-tally.ts';
import type { ItemCounts } from '../../operate/run/item-counts.ts';
import type { Progress } from './progress.ts';
import type { Speed } from '../../operate/run/speed.ts';

/**
 * Describes a state: `✔ List new titles 1.2 s, 2 retries`, `✔ Ingest titles 372/372 titles 1.5 s`.
 *
 * @param now the end of the duration for a running state, epoch milliseconds
 */
export function describeVisit(visit: StateVisit, progress: Progress, now: number, style: Style): string {
  const status = statusOf(visit, !progress.ended);
  const error = visit.lastAttemptFailed ? visit.failures.at(-1)?.error : undefined;
  const colour = status === 'caught' ? style.yellow : style.red;
  const notable = error === undefined ? '' : colour(status === 'caught' ? ` caught ${error}` : ` ${error}`);
  const titles = isOfTitles(visit) ? withBlank(describeTitles(progress)) : '';
  const retries =
    visit.retries > 0 && !isOfTitles(visit) ? `, ${counted(visit.retries, 'retry', 'retries')}` : '';
  const waits = visit.waitsFor === undefined ? '' : `: waits for ${visit.waitsFor}`;
  const took = duration(timeIn(visit, progress, now));
  return `${symbolOf(status, style)} ${visit.name}${waits}${notable}${titles} ${style.dim(`${took}${retries}`)}`;
}

/** Returns true for the state that ingests the titles. */
export function isOfTitles({ mapRunArn }: StateVisit): boolean {
  return mapRunArn !== undefined;
}

/** Returns the milliseconds since a state was entered or last redriven. */
export function timeIn(
  { enteredAt, resumedAt, exitedAt }: StateVisit,
  { ended, endedAt }: Progress,
  now: number,
): number {
  const until = exitedAt?.getTime() ?? (ended ? endedAt : undefined) ?? now;
  // The clocks of the service and of this machine may differ.
  return Math.max(0, until - ((resumedAt ?? enteredAt)?.getTime() ?? until));
}

/** Formats `372/372 titles, 5 failed, 26 retries (17 Watchmode.RateLimited, 9 Watchmode.Unavailable)`. */
function describeTitles({ titles, children }: Progress): string {
  const counts = titles === undefined ? '' : countsOf(titles);
  return [counts, describeCounts(children.retries, children.lookedInto)]
    .filter((text) => text !== '')
    .join(', ');
}

/** Formats `40/250 titles, 5 failed`, and of a sweep `2/5 titles (3 departures)`. */
export function countsOf(items: ItemCounts): string {
  const { total, succeeded, failed } = items;
  const titles = `${succeeded}/${counted(total, 'title', 'titles')}${describeDepartures(items)}`;
  return `${titles}${failed > 0 ? `, ${failed} failed` : ''}`;
}

/** Formats `12.0/s, about 18 s left`; empty while unknown. */
export function describeSpeed({ total, succeeded, failed }: ItemCounts, speed: Speed): string {
  const { perSecond } = speed;
  if (perSecond === 0) return '';
  const rest = total - succeeded - failed;
  const left = rest > 0 ? speed.timeFor(rest) : undefined;
  const rate = `${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s`;
  return left === undefined ? rate : `${rate}, about ${roughDuration(left)} left`;
}

/** Formats an estimate in whole seconds. */
function roughDuration(milliseconds: number): string {
  return milliseconds < 59_500 ? `${Math.max(1, Math.round(milliseconds / 1000))} s` : duration(milliseconds);
}

/** Formats the retries of the execution and its children: `3 retries (2 Watchmode.RateLimited, 1 Lambda.Unknown)`. */
export function describeRetries({ retries, children }: Progress): string {
  return describeCounts(sumOfRetries([retries, children.retries]), children.lookedInto);
}

/**
 * Formats `12 retries (7 Watchmode.RateLimited, 5 Watchmode.Unavailable)`, with `sampled: 8 batches looked into` if
 * only some children were read; empty without retries.
 */
export function describeCounts(retries: ReadonlyMap<string, number>, lookedInto: number | undefined): string {
  if (retries.size === 0) return '';
  const sum = [...retries.values()].reduce((total, count) => total + count, 0);
  const byError = [...retries].sort(([, a], [, b]) => b - a).map(([error, count]) => `${count} ${error}`);
  const sample =
    lookedInto === undefined || lookedInto === 0
      ? ''
      : `; sampled: ${counted(lookedInto, 'batch', 'batches')} looked into`;
  return `${counted(sum, 'retry', 'retries')} (${byError.join(', ')}${sample})`;
}

function withBlank(text: string): string {
  return text === '' ? '' : ` ${text}`;
}
