import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { type Failure, failureOf } from './failure.ts';
import { waitsForIn } from './waits-for.ts';

/** One stay of an execution in a state, from its Entered event to its Exited event, redrives included. */
export interface Visit {
  readonly name: string;
  /** The state's type as the history spells it: `Task`, `Map`, `Choice` ... */
  readonly type: string;
  readonly enteredId: number;
  readonly enteredAt: Date | undefined;
  /** When the last redrive went on with it. */
  resumedAt: Date | undefined;
  readonly input: string | undefined;
  /** The visit of the Map or Parallel state that this one is inside. */
  readonly parent: Visit | undefined;
  /** 0-based number of the Map iteration that it is part of. */
  readonly iteration: number | undefined;
  exitedAt: Date | undefined;
  output: string | undefined;
  /** The state's errors, one for each attempt that failed. */
  readonly failures: Failure[];
  /** How often the state's work was handed out since it was entered or last redriven. */
  attempts: number;
  /** How often it was handed out again, over all redrives. */
  retries: number;
  /** Whether the newest attempt failed: a state that goes on nevertheless has caught the error. */
  lastAttemptFailed: boolean;
  aborted: boolean;
  /** The Map Run of a Distributed Map state; the last one, where a retry started another. */
  mapRunArn: string | undefined;
  /** The name of the run whose end a Wait state waits for. */
  readonly waitsFor: string | undefined;
  /** Whether it belongs to a further round of waiting for the same run. */
  isAnotherRound: boolean;
}

/** What has become of a visit. */
export type VisitStatus = 'running' | 'succeeded' | 'caught' | 'failed' | 'aborted';

/** Whether the execution still runs decides how a visit without an end is to be read. */
export function statusOf(visit: Visit, executionRuns: boolean): VisitStatus {
  if (visit.exitedAt !== undefined) return visit.lastAttemptFailed ? 'caught' : 'succeeded';
  if (visit.aborted) return 'aborted';
  if (executionRuns) return 'running';
  return visit.lastAttemptFailed ? 'failed' : 'aborted';
}

/** Whether a visit that is over need not be told of: it was one more look at the run that is waited for. */
export function isRepetition(visit: Visit, executionRuns: boolean): boolean {
  return visit.isAnotherRound && statusOf(visit, executionRuns) === 'succeeded';
}

/** How many visits enclose this one. */
export function depthOf({ parent }: Visit): number {
  return parent === undefined ? 0 : depthOf(parent) + 1;
}

/**
 * Puts the events of a history together to visits of states. Events are added in their order, as they come in, so
 * that a history that still grows can be followed.
 */
export class StateVisits {
  /** In the order in which they were entered. */
  readonly visits: Visit[] = [];
  readonly #owners = new Map<number, Visit | undefined>();
  /** The numbers of Map iterations by the id of the event that started them. */
  readonly #iterations = new Map<number, number>();
  /** The run that the last listing waits for. */
  #waitsFor: string | undefined;
  /** The run that the last Wait state has waited for. */
  #waitedFor: string | undefined;

  /** The visit that an event belongs to, where there is one. */
  ownerOf(eventId: number | undefined): Visit | undefined {
    return this.#owners.get(eventId ?? 0);
  }

  add(event: HistoryEvent): void {
    const { id = 0, type = '' } = event;
    const owner = type.endsWith('StateEntered') ? this.#enter(event) : this.#findOwner(event);
    this.#owners.set(id, owner);
    if (type === 'ExecutionRedriven') this.#redrive(event);
    const { index } = event.mapIterationStartedEventDetails ?? {};
    if (index !== undefined) this.#iterations.set(id, index);
    if (owner !== undefined) this.#apply(event, owner);
  }

  #enter(event: HistoryEvent): Visit {
    const { id = 0, previousEventId = 0, type = '', timestamp, stateEnteredEventDetails: details } = event;
    const before = this.#owners.get(previousEventId);
    // After a sibling's exit the new visit is where the sibling was; otherwise it is inside what was begun.
    const follows = before?.exitedAt !== undefined;
    const visit: Visit = {
      name: details?.name ?? '',
      type: type.replace('StateEntered', ''),
      enteredId: id,
      enteredAt: timestamp,
      resumedAt: undefined,
      input: details?.input,
      parent: follows ? before.parent : before,
      iteration: follows ? before.iteration : this.#iterations.get(previousEventId),
      exitedAt: undefined,
      output: undefined,
      failures: [],
      attempts: 0,
      retries: 0,
      lastAttemptFailed: false,
      aborted: false,
      mapRunArn: undefined,
      waitsFor: type === 'WaitStateEntered' ? this.#waitsFor : undefined,
      isAnotherRound: this.#isAnotherRound(),
    };
    if (visit.waitsFor !== undefined) this.#waitedFor = visit.waitsFor;
    this.visits.push(visit);
    return visit;
  }

  #isAnotherRound(): boolean {
    return this.#waitsFor !== undefined && this.#waitsFor === this.#waitedFor;
  }

  /** What was not over is handed out again, with its counters reset. */
  #redrive({ timestamp }: HistoryEvent): void {
    for (const visit of this.visits) {
      if (visit.exitedAt !== undefined) continue;
      visit.attempts = 0;
      visit.resumedAt = timestamp;
    }
  }

  /** Events of inner states lead back to their own visit; events of an outer one are recognised by name or type. */
  #findOwner(event: HistoryEvent): Visit | undefined {
    const { type = '', previousEventId = 0 } = event;
    const nearest = this.#owners.get(previousEventId);
    const failedState = event.evaluationFailedEventDetails?.state;
    // EvaluationFailed follows what the state's Entered event follows.
    if (failedState !== undefined) return this.#newestOpen((visit) => visit.name === failedState);
    const name = nameIn(event);
    if (name !== undefined)
      return climb(nearest, (visit) => visit.name === name && visit.exitedAt === undefined);
    const container = /^(Map|Parallel)State/.exec(type)?.[1];
    if (container !== undefined) {
      return climb(nearest, (visit) => visit.type === container && visit.exitedAt === undefined);
    }
    if (type === 'MapRunRedriven') {
      return this.visits.find(({ mapRunArn }) => mapRunArn === event.mapRunRedrivenEventDetails?.mapRunArn);
    }
    if (type.startsWith('Execution')) return undefined;
    // What a redrive starts again follows the redrive, not the state that it belongs to.
    return nearest ?? this.#newestOpen((visit) => visit.type === 'Task' && visit.attempts === 0);
  }

  #newestOpen(matches: (visit: Visit) => boolean): Visit | undefined {
    return this.visits.findLast((visit) => visit.exitedAt === undefined && matches(visit));
  }

  #apply(event: HistoryEvent, visit: Visit): void {
    const { type = '' } = event;
    const failure = failureOf(event);
    if (type === 'TaskSucceeded') {
      this.#waitsFor = waitsForIn(event.taskSucceededEventDetails?.output);
      visit.isAnotherRound = this.#isAnotherRound();
    }
    if (failure !== undefined) {
      visit.failures.push(failure);
      visit.lastAttemptFailed = true;
    } else if (type === 'TaskScheduled' || type === 'LambdaFunctionScheduled') {
      if (visit.attempts > 0) visit.retries += 1;
      visit.attempts += 1;
      visit.lastAttemptFailed = false;
      visit.aborted = false;
    } else if (/^(Map|Parallel)State(Failed|Succeeded)$/.test(type)) {
      visit.lastAttemptFailed = type.endsWith('Failed');
    } else if (type === 'MapRunStarted' || type === 'MapRunRedriven') {
      visit.mapRunArn = (event.mapRunStartedEventDetails ?? event.mapRunRedrivenEventDetails)?.mapRunArn;
      visit.lastAttemptFailed = false;
      visit.aborted = false;
    } else if (type.endsWith('Aborted')) {
      // Where one of several branches fails, its own failure ends it: the event that follows says nothing new.
      visit.aborted = !visit.lastAttemptFailed;
    } else if (type.endsWith('StateExited')) {
      visit.exitedAt = event.timestamp;
      visit.output = event.stateExitedEventDetails?.output;
    }
  }
}

function nameIn(event: HistoryEvent): string | undefined {
  const details =
    event.stateExitedEventDetails ??
    event.mapIterationStartedEventDetails ??
    event.mapIterationSucceededEventDetails ??
    event.mapIterationFailedEventDetails ??
    event.mapIterationAbortedEventDetails;
  return details?.name;
}

function climb(from: Visit | undefined, matches: (visit: Visit) => boolean): Visit | undefined {
  let visit = from;
  while (visit !== undefined && !matches(visit)) visit = visit.parent;
  return visit;
}
