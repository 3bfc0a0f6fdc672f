import type { Failure } from './failure.ts';
import type { RunFollower } from './run-follower.ts';
import type { StateVisit } from './state-visit.ts';

/** The executions that retry a state at the moment. */
export interface Struggle {
  /** Their number. */
  readonly retrying: number;
  /** The number of running executions that were read. */
  readonly lookedInto: number;
  /** The state that most of them retry. */
  readonly state: string;
  /** The reason of most of them in short: `Watchmode 503`, else the name of the error. */
  readonly reason: string;
}

/**
 * Returns the executions that retry a state now, with the most frequent reason; undefined if none does.
 *
 * @param executions a run, or a sample of its children
 * @example const struggle = struggleOf(sampler.sample ?? [])
 */
export function struggleOf(executions: readonly RunFollower[]): Struggle | undefined {
  const running = executions.filter((execution) => execution.running);
  const retried = running.flatMap(({ visits }) => visits.find(isRetried) ?? []);
  if (retried.length === 0) return undefined;
  return {
    retrying: retried.length,
    lookedInto: running.length,
    state: mostFrequent(retried.map(({ name }) => name)),
    reason: mostFrequent(retried.flatMap(({ failures }) => shortReason(failures.at(-1)))),
  };
}

/**
 * Returns true if an execution retries a state now.
 * @example sampler.sample?.filter(isInRetry).length
 */
export function isInRetry({ running, visits }: RunFollower): boolean {
  return running && visits.some(isRetried);
}

/** Returns true for a task that waits for another attempt, or is in one after a failure. */
function isRetried({ type, exitedAt, aborted, lastAttemptFailed, recentAttempts }: StateVisit): boolean {
  if (type !== 'Task' || exitedAt !== undefined || aborted) return false;
  return lastAttemptFailed ? recentAttempts > 0 : recentAttempts > 1;
}

function shortReason(failure: Failure | undefined): string[] {
  if (failure === undefined) return [];
  const status = /\bWatchmode answers (\d{3})\b/.exec(failure.message)?.[1];
  return [status === undefined ? failure.error : `Watchmode ${status}`];
}

function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0])[0];
}
