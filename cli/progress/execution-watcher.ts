import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  DescribeMapRunCommand,
  type MapRunStatus,
} from '@aws-sdk/client-sfn';
import { HistoryFollower } from '../../operate/aws/history.ts';
import { isInterrupted, isRunning } from '../../operate/aws/interrupted.ts';
import { pause } from '../../operate/aws/pause.ts';
import type { StepFunctions } from '../../operate/aws/step-functions.ts';
import type { Io } from '../../operate/io.ts';
import { StateVisits } from '../../operate/run/state-visits.ts';
import { attemptOf } from './attempt-of.ts';
import { ChildSampler } from './child-sampler.ts';
import { countTitles, type TitleCounts } from './map-run-counts.ts';
import type { Progress, ProgressFeed } from './progress.ts';
import { RetryCounter } from './retry-counter.ts';

/** DescribeMapRun and the history are asked once a second at most. */
const POLL_MS = 1_000;

/**
 * How many times the history is asked again when DescribeExecution says that the execution has ended and the history
 * does not show its end yet.
 */
const POLLS_FOR_THE_END = 5;

/** The events that end an execution; only a redrive comes after them. */
const TERMINAL = /^Execution(Succeeded|Failed|TimedOut|Aborted)$/;

/** Which execution to follow. */
export interface Watched {
  readonly executionArn: string;
  /**
   * How often it has been redriven, as far as the caller knows: DescribeExecution is eventually consistent, and may
   * still tell of the end before the redrive. @default 0
   */
  readonly minRedrives?: number;
}

/**
 * Follows one execution by polling. A poll is at most one DescribeExecution, one page of history and one
 * DescribeMapRun; while a Map Run is under way the execution's own history does not grow, and the page goes to one
 * of the children.
 */
export class ExecutionWatcher implements ProgressFeed {
  readonly #visits = new StateVisits();
  readonly #own: HistoryFollower;
  readonly #retries = { own: new RetryCounter(), children: new RetryCounter() };
  readonly #samplers = new Map<string, ChildSampler>();
  #description: DescribeExecutionOutput | undefined;
  #titles: TitleCounts | undefined;
  #mapRunStatus: MapRunStatus | undefined;
  /** The history as it was read ends with the end of the execution. */
  #sawEnd = false;
  #pollsWithoutEnd = 0;

  constructor(
    readonly sfn: StepFunctions,
    readonly io: Pick<Io, 'every' | 'interrupted'>,
    readonly watched: Watched,
  ) {
    this.#own = new HistoryFollower(sfn, watched.executionArn);
  }

  /** Polls, at most once a second. @throws Interrupted as soon as the user stops the command */
  async next(): Promise<Progress> {
    const { minRedrives = 0 } = this.watched;
    for (;;) {
      if (this.#description !== undefined) await pause(this.io, POLL_MS);
      const progress = await this.#poll();
      if ((this.#description?.redriveCount ?? 0) >= minRedrives) return progress;
    }
  }

  /** What the last poll has brought. */
  async describe(): Promise<DescribeExecutionOutput> {
    return this.#description ?? this.#ask();
  }

  #ask(): Promise<DescribeExecutionOutput> {
    const { executionArn } = this.watched;
    return this.sfn.client.send(new DescribeExecutionCommand({ executionArn }));
  }

  async #poll(): Promise<Progress> {
    const description = await this.#ask();
    this.#description = description;
    const runs = isRunning(description);
    const mapRunArn = this.#mapRunUnderWay();
    if (runs && !this.#own.hasMore && mapRunArn !== undefined && this.#mapRunStatus === 'RUNNING') {
      await this.#lookIntoAChild(mapRunArn);
    } else if (runs || !this.#sawEnd) {
      await this.#readHistory();
    }
    await this.#countTitles();
    const isOver = !runs && !this.#own.hasMore;
    if (isOver && !this.#sawEnd) this.#pollsWithoutEnd += 1;
    const { startDate, redriveDate, stopDate } = description;
    const looked = [...this.#samplers.values()].reduce((sum, sampler) => sum + sampler.looked, 0);
    return {
      visits: this.#visits.visits,
      // The history of an execution that was cut off has no end.
      ended:
        isOver && (this.#sawEnd || isInterrupted(description) || this.#pollsWithoutEnd > POLLS_FOR_THE_END),
      startedAt: (redriveDate ?? startDate)?.getTime(),
      endedAt: runs ? undefined : stopDate?.getTime(),
      titles: this.#titles,
      retries: { own: this.#retries.own.counts, children: this.#retries.children.counts },
      childrenLookedInto: looked === 0 ? undefined : looked,
    };
  }

  /** The Map Run of a state that was entered and not yet left. */
  #mapRunUnderWay(): string | undefined {
    return this.#visits.visits.findLast(
      ({ mapRunArn, exitedAt }) => mapRunArn !== undefined && exitedAt === undefined,
    )?.mapRunArn;
  }

  async #readHistory(): Promise<void> {
    const events = await this.#own.next();
    for (const event of events) {
      this.#visits.add(event);
      this.#retries.own.add(this.watched.executionArn, attemptOf(event));
    }
    this.#sawEnd = TERMINAL.test(events.at(-1)?.type ?? '');
  }

  async #lookIntoAChild(mapRunArn: string): Promise<void> {
    const sampler = this.#samplers.get(mapRunArn) ?? new ChildSampler(this.sfn, mapRunArn);
    this.#samplers.set(mapRunArn, sampler);
    const { executionArn, events } = await sampler.next();
    for (const event of events) this.#retries.children.add(executionArn, attemptOf(event));
  }

  async #countTitles(): Promise<void> {
    const mapRunArn = this.#visits.visits.findLast((visit) => visit.mapRunArn !== undefined)?.mapRunArn;
    if (mapRunArn === undefined) return;
    const isOver = this.#mapRunStatus !== undefined && this.#mapRunStatus !== 'RUNNING';
    if (this.#mapRunUnderWay() === undefined && isOver) return;
    const mapRun = await this.sfn.client.send(new DescribeMapRunCommand({ mapRunArn }));
    this.#mapRunStatus = mapRun.status;
    this.#titles = countTitles(mapRun);
  }
}
