import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Failure } from './failure.ts';

/** One stay of an execution in a state, from its Entered event to its Exited event, redrives included. */
export interface StateVisit {
  readonly name: string;
  /** The state's type as the history spells it: `Task`, `Map`, `Choice` ... */
  readonly type: string;
  readonly enteredId: number;
  readonly enteredAt: Date | undefined;
  /** The moment of the last redrive that went on with it. */
  resumedAt: Date | undefined;
  readonly input: string | undefined;
  /** The visit of the Map or Parallel state that this one is inside. */
  readonly parent: StateVisit | undefined;
  /** 0-based number of the Map iteration that it is part of. */
  readonly iteration: number | undefined;
  exitedAt: Date | undefined;
  output: string | undefined;
  /** The event that left the state. */
  exit: HistoryEvent | undefined;
  /** The newest event that changed the visit. */
  lastEventId: number;
  /** The state's errors, one for each attempt that failed. */
  readonly failures: Failure[];
  /** The attempts at the state's work, over all redrives. */
  readonly attempts: Attempt[];
  /** The number of attempts since the state was entered or last redriven. */
  recentAttempts: number;
  /** The number of attempts that a `Retry` made, over all redrives. */
  retries: number;
  /** True if the newest attempt failed: a state that goes on nevertheless has caught the error. */
  lastAttemptFailed: boolean;
  aborted: boolean;
  /** The Map Run of a Distributed Map state; the last one, where a retry started another. */
  mapRunArn: string | undefined;
  /** The name of the run whose end a Wait state waits for. */
  readonly waitsFor: string | undefined;
  /** True if it belongs to a further round of waiting for the same run. */
  isAnotherRound: boolean;
}

/** One attempt at a state's work: the events that tell of it, from the one that scheduled it. */
export type Attempt = HistoryEvent[];

/** The outcome of a visit. */
export type VisitStatus = 'running' | 'succeeded' | 'caught' | 'failed' | 'aborted';

/** The outcome of a visit; `executionRuns` decides for one without an end. */
export function statusOf(visit: StateVisit, executionRuns: boolean): VisitStatus {
  if (visit.exitedAt !== undefined) return visit.lastAttemptFailed ? 'caught' : 'succeeded';
  if (visit.aborted) return 'aborted';
  if (executionRuns) return 'running';
  return visit.lastAttemptFailed ? 'failed' : 'aborted';
}

/** True if a visit waits for another attempt, given that its execution runs. */
export function isRetrying(visit: StateVisit): boolean {
  return statusOf(visit, true) === 'running' && visit.lastAttemptFailed;
}

const GRAVITY = ['succeeded', 'caught', 'aborted', 'running', 'retrying', 'failed'];

/** The status that stands for both: of several visits of one state, the gravest one is shown. */
export function graver<Status extends VisitStatus | 'retrying'>(a: Status | undefined, b: Status): Status {
  return a !== undefined && GRAVITY.indexOf(a) >= GRAVITY.indexOf(b) ? a : b;
}

/** True for a visit that need not be told of: it was one more look at the run that is waited for. */
export function isRepetition(visit: StateVisit, executionRuns: boolean): boolean {
  return visit.isAnotherRound && statusOf(visit, executionRuns) === 'succeeded';
}

/** The number of visits that enclose this one. */
export function depthOf({ parent }: StateVisit): number {
  return parent === undefined ? 0 : depthOf(parent) + 1;
}
