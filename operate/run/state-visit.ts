import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Failure } from './failure.ts';

/** One stay of an execution in a state, from its Entered event to its Exited event, redrives included. */
export interface StateVisit {
  readonly name: string;
  /** The state's type: `Task`, `Map`, `Choice` ... */
  readonly type: string;
  readonly enteredId: number;
  readonly enteredAt: Date | undefined;
  /** The moment of the last redrive that continued the visit. */
  resumedAt: Date | undefined;
  readonly input: string | undefined;
  /** The visit of the enclosing Map or Parallel state. */
  readonly parent: StateVisit | undefined;
  /** The 0-based number of the Map iteration. */
  readonly iteration: number | undefined;
  exitedAt: Date | undefined;
  output: string | undefined;
  /** The Exited event. */
  exit: HistoryEvent | undefined;
  /** The newest event of the visit. */
  lastEventId: number;
  /** The state's errors, one per failed attempt. */
  readonly failures: Failure[];
  /** The attempts, over all redrives. */
  readonly attempts: Attempt[];
  /** The number of attempts since the state was entered or last redriven. */
  recentAttempts: number;
  /** The number of retries, over all redrives. */
  retries: number;
  /** True if the newest attempt failed. A state that ends nevertheless has caught the error. */
  lastAttemptFailed: boolean;
  aborted: boolean;
  /** The Map Run of a Distributed Map state; the last one if a retry started another. */
  mapRunArn: string | undefined;
  /** The name of the run whose end a Wait state waits for. */
  readonly waitsFor: string | undefined;
  /** True for a further round of waiting for the same run. */
  isAnotherRound: boolean;
}

/** The events of one attempt, beginning with the Scheduled event. */
export type Attempt = HistoryEvent[];

/** The outcome of a visit. */
export type VisitStatus = 'running' | 'succeeded' | 'caught' | 'failed' | 'aborted';

/**
 * Returns the outcome of a visit. For a visit without an end, it depends on `executionRuns`.
 * @example statusOf(visit, run.running) // 'running'
 */
export function statusOf(visit: StateVisit, executionRuns: boolean): VisitStatus {
  if (visit.exitedAt !== undefined) return visit.lastAttemptFailed ? 'caught' : 'succeeded';
  if (visit.aborted) return 'aborted';
  if (executionRuns) return 'running';
  return visit.lastAttemptFailed ? 'failed' : 'aborted';
}

/**
 * Returns true if a visit of a running execution waits for its next attempt.
 * @example run.running && run.visits.some(isRetrying)
 */
export function isRetrying(visit: StateVisit): boolean {
  return statusOf(visit, true) === 'running' && visit.lastAttemptFailed;
}

const GRAVITY = ['succeeded', 'caught', 'aborted', 'running', 'retrying', 'failed'];

/**
 * Returns the place of a status in the order from best to worst, from 0 on.
 * @example gravityOf('failed') > gravityOf('running') // true
 */
export function gravityOf(status: VisitStatus | 'retrying'): number {
  return GRAVITY.indexOf(status);
}

/**
 * Returns the graver of two statuses, to show several visits of a state as one.
 * @example graver('succeeded', 'failed') // 'failed'
 */
export function graver<Status extends VisitStatus | 'retrying'>(a: Status | undefined, b: Status): Status {
  return a !== undefined && gravityOf(a) >= gravityOf(b) ? a : b;
}

/**
 * Returns true for a visit to hide: a further, successful round of waiting for the same run.
 * @example run.visits.filter((visit) => !isRepetition(visit, run.running))
 */
export function isRepetition(visit: StateVisit, executionRuns: boolean): boolean {
  return visit.isAnotherRound && statusOf(visit, executionRuns) === 'succeeded';
}

/**
 * Returns the number of enclosing visits.
 * @example '  '.repeat(depthOf(visit)) + visit.name
 */
export function depthOf({ parent }: StateVisit): number {
  return parent === undefined ? 0 : depthOf(parent) + 1;
}
