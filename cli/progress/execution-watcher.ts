import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  DescribeMapRunCommand,
  type HistoryEvent,
  type MapRunStatus,
} from '@aws-sdk/client-sfn';
import { HistoryFollower } from '../aws/history.ts';
import { isInterrupted, isRunning } from '../aws/interrupted.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import { failureOf } from '../views/failure.ts';
import { StateVisits, statusOf, type Visit } from '../views/state-visits.ts';
import { ChildSampler } from './child-sampler.ts';
import { countTitles, type TitleCounts } from './map-run-counts.ts';
import { Speed } from './speed.ts';

/** What is known of an execution at a moment. */
export interface WatchedState {
  readonly description: DescribeExecutionOutput;
  /** Nothing more will come. */
  readonly ended: boolean;
  /** The states of the execution itself, in the order in which they were entered. */
  readonly visits: readonly Visit[];
  /** The titles of the last Map Run. */
  readonly titles: TitleCounts | undefined;
  readonly titlesPerSecond: number;
  /** Milliseconds that the Map Run will still take, at its present speed. */
  readonly remainingMs: number | undefined;
  /** How often attempts failed and were repeated or gave up, by error name. */
  readonly errors: ReadonlyMap<string, number>;
  /** How many children of Map Runs the errors were looked for in, besides the execution itself. */
  readonly childrenLookedInto: number;
}

/** So many more polls the history is given to show the end that DescribeExecution has told of already. */
const POLLS_FOR_THE_END = 5;

/** The events that end an execution; only a redrive comes after them. */
const TERMINAL = /^Execution(Succeeded|Failed|TimedOut|Aborted)$/;

/**
 * Follows one execution by polling. A poll is at most one DescribeExecution, one page of history and one
 * DescribeMapRun; while a Map Run is under way the execution's own history does not grow, and the page goes to one
 * of the children.
 */
export class ExecutionWatcher {
  readonly #visits = new StateVisits();
  readonly #own: HistoryFollower;
  readonly #childErrors = new Map<string, number>();
  readonly #samplers = new Map<string, ChildSampler>();
  readonly #speeds = new Map<string, Speed>();
  #titles: TitleCounts | undefined;
  #mapRunStatus: MapRunStatus | undefined;
  /** The history as it was read ends with the end of the execution. */
  #sawEnd = false;
  #pollsWithoutEnd = 0;

  constructor(
    readonly sfn: StepFunctions,
    readonly executionArn: string,
  ) {
    this.#own = new HistoryFollower(sfn, executionArn);
  }

  /** Asks what is new. To be called at most once a second. @param now epoch milliseconds */
  async poll(now: number): Promise<WatchedState> {
    const { executionArn } = this;
    const description = await this.sfn.client.send(new DescribeExecutionCommand({ executionArn }));
    const runs = isRunning(description);
    const mapRunArn = this.#mapRunUnderWay();
    if (runs && !this.#own.hasMore && mapRunArn !== undefined && this.#mapRunStatus === 'RUNNING') {
      this.#countChildErrors(await this.#samplerOf(mapRunArn).next());
    } else if (runs || !this.#sawEnd) {
      const events = await this.#own.next();
      for (const event of events) this.#visits.add(event);
      this.#sawEnd = TERMINAL.test(events.at(-1)?.type ?? '');
    }
    const speed = await this.#countTitles(now);
    const isOver = !runs && !this.#own.hasMore;
    if (isOver && !this.#sawEnd) this.#pollsWithoutEnd += 1;
    const { total = 0, succeeded = 0, failed = 0 } = this.#titles ?? {};
    return {
      description,
      // The history of an execution that was cut off has no end.
      ended:
        isOver && (this.#sawEnd || isInterrupted(description) || this.#pollsWithoutEnd > POLLS_FOR_THE_END),
      visits: this.#visits.visits,
      titles: this.#titles,
      titlesPerSecond: speed?.perSecond ?? 0,
      remainingMs: speed?.timeFor(total - succeeded - failed),
      errors: this.#errors(),
      childrenLookedInto: [...this.#samplers.values()].reduce((sum, { looked }) => sum + looked, 0),
    };
  }

  /** The Map Run of a state that was entered and not yet left. */
  #mapRunUnderWay(): string | undefined {
    return this.#visits.visits.findLast(
      ({ mapRunArn, exitedAt }) => mapRunArn !== undefined && exitedAt === undefined,
    )?.mapRunArn;
  }

  async #countTitles(now: number): Promise<Speed | undefined> {
    const mapRunArn = this.#visits.visits.findLast((visit) => visit.mapRunArn !== undefined)?.mapRunArn;
    if (mapRunArn === undefined) return undefined;
    const speed = this.#speeds.get(mapRunArn) ?? new Speed();
    this.#speeds.set(mapRunArn, speed);
    const isOver = this.#mapRunStatus !== undefined && this.#mapRunStatus !== 'RUNNING';
    if (this.#mapRunUnderWay() === undefined && isOver) return speed;
    const mapRun = await this.sfn.client.send(new DescribeMapRunCommand({ mapRunArn }));
    this.#mapRunStatus = mapRun.status;
    this.#titles = countTitles(mapRun);
    speed.note(now, this.#titles.succeeded + this.#titles.failed);
    return speed;
  }

  #samplerOf(mapRunArn: string): ChildSampler {
    const sampler = this.#samplers.get(mapRunArn) ?? new ChildSampler(this.sfn, mapRunArn);
    this.#samplers.set(mapRunArn, sampler);
    return sampler;
  }

  /** Errors of the execution itself, unless it was meant to catch them, and of the children that were looked into. */
  #errors(): Map<string, number> {
    const errors = new Map(this.#childErrors);
    for (const visit of this.#visits.visits) {
      // What fails a Map Run is the consequence of what failed in its children.
      if (visit.mapRunArn !== undefined || statusOf(visit, true) === 'caught') continue;
      for (const { error } of visit.failures) increase(errors, error);
    }
    return errors;
  }

  #countChildErrors(events: readonly HistoryEvent[]): void {
    for (const event of events) {
      if (event.type?.startsWith('Execution') === true) continue;
      const error = failureOf(event)?.error;
      if (error !== undefined) increase(this.#childErrors, error);
    }
  }
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
