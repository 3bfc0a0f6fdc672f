import type { ExecutionStatus, HistoryEvent } from '@aws-sdk/client-sfn';
import { failureOf } from './failure.ts';
import { isScheduled, RetryCounter } from './retry-counter.ts';
import { depthOf, type StateVisit, statusOf } from './state-visit.ts';
import type { Stretch } from './stretch.ts';
import { waitsForIn } from './waits-for.ts';

/** The events that end an execution; only a redrive comes after them. */
const ENDS: ReadonlyMap<string, ExecutionStatus> = new Map([
  ['ExecutionSucceeded', 'SUCCEEDED'],
  ['ExecutionFailed', 'FAILED'],
  ['ExecutionTimedOut', 'TIMED_OUT'],
  ['ExecutionAborted', 'ABORTED'],
]);
/** The events of attempts. */
const WORK = /^(Task|LambdaFunction|Activity)(?!State)/;

/**
 * Reduces a history to visits, attempts, retries and a status.
 * @example reduceHistory(await readHistory(sfn, executionArn)).failedVisit(error)?.name
 */
export function reduceHistory(events: Iterable<HistoryEvent>): ReducedHistory {
  const history = new ReducedHistory();
  for (const event of events) history.add(event);
  return history;
}

/** The state of an execution according to its history so far. Events must be added in order. */
export class ReducedHistory {
  /** The visits of states, in the order of entry. */
  readonly visits: StateVisit[] = [];
  /** The times at work: one from the start, and one from each redrive. */
  readonly stretches: Stretch[] = [];
  /** RUNNING until the execution ends, and again after a redrive. */
  status: ExecutionStatus = 'RUNNING';
  readonly #retries = new RetryCounter();
  #lastAt: Date | undefined;
  readonly #owners = new Map<number, StateVisit | undefined>();
  /** The numbers of Map iterations by the id of the event that started them. */
  readonly #iterations = new Map<number, number>();
  /** The run that the last listing waits for. */
  #waitsFor: string | undefined;
  /** The run that the last Wait state waited for. */
  #waitedFor: string | undefined;

  /** The number of redrives in the history. */
  get redriveCount(): number {
    return Math.max(0, this.stretches.length - 1);
  }

  /** The number of retries, by the error that caused them. */
  get retries(): ReadonlyMap<string, number> {
    return this.#retries.counts;
  }

  /** Returns the visit that an event belongs to. */
  ownerOf(eventId: number | undefined): StateVisit | undefined {
    return this.#owners.get(eventId ?? 0);
  }

  /**
   * Returns the innermost visit in which the execution failed. Of several visits with the execution's own error, it is
   * the last one to fail.
   *
   * @param error the error that the execution ended with; the error of a Map Run differs from those of its children
   */
  failedVisit(error: string | undefined): StateVisit | undefined {
    const failed = this.visits.filter((visit) => statusOf(visit, false) === 'failed');
    const ofThatError = failed.filter((visit) => visit.failures.at(-1)?.error === error);
    const candidates = ofThatError.length > 0 ? ofThatError : failed;
    const lastFailure = (visit: StateVisit) => visit.failures.at(-1)?.eventId ?? 0;
    return candidates.toSorted((a, b) => depthOf(a) - depthOf(b) || lastFailure(a) - lastFailure(b)).at(-1);
  }

  add(event: HistoryEvent): void {
    const { id = 0, type = '' } = event;
    const owner = type.endsWith('StateEntered') ? this.#enter(event) : this.#findOwner(event);
    this.#owners.set(id, owner);
    this.#begin(event);
    if (type === 'ExecutionRedriven') this.#redrive(event);
    this.status = ENDS.get(type) ?? 'RUNNING';
    const stretch = this.stretches.at(-1);
    if (ENDS.has(type) && stretch !== undefined) stretch.endedAt = event.timestamp;
    this.#lastAt = event.timestamp;
    const { index } = event.mapIterationStartedEventDetails ?? {};
    if (index !== undefined) this.#iterations.set(id, index);
    if (owner === undefined) return;
    owner.lastEventId = id;
    this.#apply(event, owner);
  }

  /** Begins a stretch with the first event and with each redrive. */
  #begin({ id = 0, type, timestamp }: HistoryEvent): void {
    const before = this.stretches.at(-1);
    if (before !== undefined && type !== 'ExecutionRedriven') return;
    // An interrupted execution has no end in its history.
    if (before !== undefined) before.endedAt ??= this.#lastAt;
    this.stretches.push({ eventId: id, startedAt: timestamp, endedAt: undefined });
  }

  #enter(event: HistoryEvent): StateVisit {
    const { id = 0, previousEventId = 0, type = '', timestamp, stateEnteredEventDetails: details } = event;
    const before = this.#owners.get(previousEventId);
    // After the exit of a sibling, the new visit has the sibling's parent; otherwise the visit before is its parent.
    const follows = before?.exitedAt !== undefined;
    const visit: StateVisit = {
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
      exit: undefined,
      lastEventId: id,
      failures: [],
      attempts: [],
      recentAttempts: 0,
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

  /** Resets the visits that have no end: their work starts again. */
  #redrive({ id = 0, timestamp }: HistoryEvent): void {
    for (const visit of this.visits) {
      if (visit.exitedAt !== undefined) continue;
      visit.recentAttempts = 0;
      visit.resumedAt = timestamp;
      visit.lastEventId = id;
    }
  }

  /** Finds the visit of an event: that of the event before, or an outer visit with the same name or type. */
  #findOwner(event: HistoryEvent): StateVisit | undefined {
    const { type = '', previousEventId = 0 } = event;
    const nearest = this.#owners.get(previousEventId);
    const failedState = event.evaluationFailedEventDetails?.state;
    // EvaluationFailed has the same previous event as the Entered event of the state.
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
    // After a redrive, the previous event is the redrive and not an event of the state.
    return nearest ?? this.#newestOpen((visit) => visit.type === 'Task' && visit.recentAttempts === 0);
  }

  #newestOpen(matches: (visit: StateVisit) => boolean): StateVisit | undefined {
    return this.visits.findLast((visit) => visit.exitedAt === undefined && matches(visit));
  }

  #apply(event: HistoryEvent, visit: StateVisit): void {
    const { type = '' } = event;
    const failure = failureOf(event);
    const lastError = visit.recentAttempts > 0 ? visit.failures.at(-1)?.error : undefined;
    if (this.#retries.add(event, lastError)) visit.retries += 1;
    if (type === 'TaskSucceeded') {
      this.#waitsFor = waitsForIn(event.taskSucceededEventDetails?.output);
      visit.isAnotherRound = this.#isAnotherRound();
    }
    if (isScheduled(event)) visit.attempts.push([]);
    if (WORK.test(type)) visit.attempts.at(-1)?.push(event);
    if (failure !== undefined) {
      visit.failures.push(failure);
      visit.lastAttemptFailed = true;
    } else if (isScheduled(event)) {
      visit.recentAttempts += 1;
      visit.lastAttemptFailed = false;
      visit.aborted = false;
    } else if (/^(Map|Parallel)State(Failed|Succeeded)$/.test(type)) {
      visit.lastAttemptFailed = type.endsWith('Failed');
    } else if (type === 'MapRunStarted' || type === 'MapRunRedriven') {
      visit.mapRunArn = (event.mapRunStartedEventDetails ?? event.mapRunRedrivenEventDetails)?.mapRunArn;
      visit.lastAttemptFailed = false;
      visit.aborted = false;
    } else if (type.endsWith('Aborted')) {
      // A branch that failed stays failed: the Aborted event that follows adds nothing.
      visit.aborted = !visit.lastAttemptFailed;
    } else if (type.endsWith('StateExited')) {
      visit.exitedAt = event.timestamp;
      visit.exit = event;
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

function climb(
  from: StateVisit | undefined,
  matches: (visit: StateVisit) => boolean,
): StateVisit | undefined {
  let visit = from;
  while (visit !== undefined && !matches(visit)) visit = visit.parent;
  return visit;
}
