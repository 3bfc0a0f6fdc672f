import { duration } from '../render/bar.ts';
import { counted } from '../render/plural.ts';
import type { Style } from '../render/printer.ts';
import { symbolOf } from '../render/execution-status.ts';
import { statusOf, type Visit } from '../views/state-visits.ts';
import type { WatchedState } from './execution-watcher.ts';

/**
 * `✔ List new titles 1.2 s, 2 retries`: a state that is over, or that has run for so long.
 *
 * @param runs whether the execution still runs
 * @param now until when a state without an end is counted, epoch milliseconds
 */
export function describeVisit(visit: Visit, runs: boolean, now: number, style: Style): string {
  const status = statusOf(visit, runs);
  // The service's clock and this one's may differ.
  const took = Math.max(0, (visit.exitedAt?.getTime() ?? now) - (visit.enteredAt?.getTime() ?? now));
  const retries = visit.retries === 0 ? '' : `, ${counted(visit.retries, 'retry', 'retries')}`;
  const error = visit.lastAttemptFailed ? visit.failures.at(-1)?.error : undefined;
  const colour = status === 'caught' ? style.yellow : style.red;
  const notable = error === undefined ? '' : colour(` ${error}`);
  return `${symbolOf(status, style)} ${visit.name}${notable} ${style.dim(`${duration(took)}${retries}`)}`;
}

/** Until when a state that was not left is counted: now, or when the execution ended. Epoch milliseconds. */
export function endFor({ ended, description }: WatchedState, now: number): number {
  return ended ? (description.stopDate?.getTime() ?? now) : now;
}

/** `40 of 250 titles, 5 failed, 12.0/s, about 18 s left`. */
export function describeTitles({ titles, titlesPerSecond, remainingMs }: WatchedState): string {
  if (titles === undefined) return '';
  const parts = [`${titles.succeeded} of ${titles.total} titles`];
  if (titles.failed > 0) parts.push(`${titles.failed} failed`);
  if (titlesPerSecond > 0) parts.push(`${titlesPerSecond.toFixed(1)}/s`);
  if (remainingMs !== undefined && remainingMs > 0) parts.push(`about ${duration(remainingMs)} left`);
  return parts.join(', ');
}

/** `attempts failed: Watchmode.RateLimited 12, Lambda.Unknown 1 (and in 8 batches looked into)`; empty without any. */
export function describeErrors({ errors, childrenLookedInto }: WatchedState): string {
  if (errors.size === 0) return '';
  const list = [...errors].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${count}`);
  const sample =
    childrenLookedInto === 0
      ? ''
      : ` (sampled: ${counted(childrenLookedInto, 'batch', 'batches')} looked into)`;
  return `attempts failed: ${list.join(', ')}${sample}`;
}
