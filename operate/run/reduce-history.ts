import type { ExecutionStatus, HistoryEvent } from '@aws-sdk/client-sfn';
import { failureOf } from './failure.ts';
import { isScheduled, RetryCounter } from './retry-counter.ts';
import { depthOf, type StateVisit, statusOf } from './state-visit.ts';
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

/** The visits, attempts, retries and status that a history tells of. */
export function reduceHistory(events: Iterable<HistoryEvent>): ReducedHistory {
  const history = new ReducedHistory();
  for (const event of events) history.add(event);
  return history;
}

/** The state of an execution as its history has it so far. Events are added in their order, as they come in. */
export class ReducedHistory {
  /** The visits of states in the order in which they were entered. */
  readonly visits: StateVisit[] = [];
  /** The number of redrives that the history shows. */
  redriveCount = 0;
  /** RUNNING until the event that ends the execution, and again after a redrive. */
  status: ExecutionStatus = 'RUNNING';
  readonly #retries = new RetryCounter();
  readonly #owners = new Map<number, StateVisit | undefined>();
  /** The numbers of Map iterations by the id of the event that started them. */
  readonly #iterations = new Map<number, number>();
  /** The run that the last listing waits for. */
  #waitsFor: string | undefined;
  /** The run that the last Wait state has waited for. */
  #waitedFor: string | undefined;

  /** The number of retries, by the error that made them necessary. */
  get retries(): ReadonlyMap<string, number> {
    return this.#retries.counts;
  }

  /** The visit that an event belongs to, where there is one. */
  ownerOf(eventId: number | undefined): StateVisit | undefined {
    return this.#owners.get(eventId ?? 0);
  }

  /**
   * The innermost visit in which the execution failed. Of several visits, it is the one with the execution's own error
   * that failed last: the others were cut off because of it.
   *
   * @param error the error that the execution ended with; a Map Run's says nothing of its children's
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
    if (type === 'ExecutionRedriven') this.#redrive(event);
    this.status = ENDS.get(type) ?? 'RUNNING';
    const { index } = event.mapIterationStartedEventDetails ?? {};
    if (index !== undefined) this.#iterations.set(id, index);
    if (owner === undefined) return;
    owner.lastEventId = id;
    this.#apply(event, owner);
  }

  #enter(event: HistoryEvent): StateVisit {
    const { id = 0, previousEventId = 0, type = '', timestamp, stateEnteredEventDetails: details } = event;
    const before = this.#owners.get(previousEventId);
    // After a sibling's exit the new visit is where the sibling was; otherwise it is inside what was begun.
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

  /** Begins anew with the visits that have no end: their work is handed out again. */
  #redrive({ id = 0, timestamp }: HistoryEvent): void {
    this.redriveCount += 1;
    for (const visit of this.visits) {
      if (visit.exitedAt !== undefined) continue;
      visit.recentAttempts = 0;
      visit.resumedAt = timestamp;
      visit.lastEventId = id;
    }
  }

  /** Events of inner states lead back to their own visit; events of an outer one are recognised by name or type. */
  #findOwner(event: HistoryEvent): StateVisit | undefined {
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
      // Where one of several branches fails, its own failure ends it: the event that follows says nothing new.
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
