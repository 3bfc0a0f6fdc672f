import { EventEmitter, once } from 'node:events';
import type { DescribeExecutionOutput, DescribeMapRunOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { isInterrupted, isRunning } from '../aws/interrupted.ts';
import { ReducedHistory } from './reduce-history.ts';
import { countDepartures } from './departures.ts';
import { type ItemCounts, itemCountsOf } from './item-counts.ts';
import type { RunSource } from './run-source.ts';
import { Speed } from './speed.ts';
import type { StateVisit } from './state-visit.ts';

/** The number of times that a history without an end is read again after DescribeExecution reports the end. */
const ASKS_FOR_THE_END = 5;

/** The part of a run to read: `all` for a page, `row` for a list. */
export type RunScope = 'all' | 'row';

/**
 * An execution with its whole history, which grows with each {@link refresh}.
 * @example
 * const run = new RunFollower(new ExecutionSource(sfn, executionArn), executionArn);
 * await run.refresh(io.monotonic(), 0);
 * if (run.settled) printer.result(run.history.status);
 */
export class RunFollower {
  readonly events: HistoryEvent[] = [];
  readonly history = new ReducedHistory();
  /** The rate at which the items of the last Map Run end, since the last redrive. */
  speed = new Speed();
  readonly #mapRuns = new Map<string, DescribeMapRunOutput>();
  /** The redrive count when an ended Map Run was last read. */
  readonly #mapRunsOver = new Map<string, number>();
  #description: Partial<DescribeExecutionOutput> = {};
  #asksForTheEnd = 0;
  /** The visit whose departures were counted last, and their number. */
  #countedVisit: StateVisit | undefined;
  #departures = 0;
  #refreshing: Promise<void> | undefined;
  #completing: Promise<void> | undefined;
  #refreshedAt = -Infinity;
  #isReadOnce = false;
  readonly #pages = new EventEmitter().setMaxListeners(0);

  constructor(
    readonly source: RunSource,
    readonly arn: string,
  ) {}

  get visits(): readonly StateVisit[] {
    return this.history.visits;
  }

  get description(): Partial<DescribeExecutionOutput> {
    return this.#description;
  }

  get running(): boolean {
    return isRunning({ status: undefined, ...this.#description });
  }

  /** True until the history was read to its end once. */
  get reading(): boolean {
    return !this.#isReadOnce;
  }

  /** Resolves when the next page of the history was read. */
  get nextPage(): Promise<unknown> {
    return once(this.#pages, 'read');
  }

  get mapRuns(): readonly DescribeMapRunOutput[] {
    return [...this.#mapRuns.values()];
  }

  /** The titles of the last Map Run; undefined before it starts. */
  get titleCounts(): ItemCounts | undefined {
    const mapRun = this.mapRuns.at(-1);
    if (mapRun === undefined) return undefined;
    const visit = this.visits.findLast(({ mapRunArn }) => mapRunArn === mapRun.mapRunArn);
    if (visit !== undefined && visit !== this.#countedVisit) {
      this.#countedVisit = visit;
      this.#departures = countDepartures(visit.input);
    }
    const departures = this.#departures;
    return { ...itemCountsOf(mapRun.itemCounts), ...(departures === 0 ? {} : { departures }) };
  }

  /** True if the execution has ended and its history is complete. Only a redrive changes it. */
  get settled(): boolean {
    return this.#description.status !== undefined && !this.running && !this.source.hasMore && this.#hasEnd();
  }

  /** True if the execution can never change again. */
  get final(): boolean {
    return this.source.imported ? this.settled : this.settled && this.#description.status === 'SUCCEEDED';
  }

  /**
   * Reads new events. Concurrent calls share one reading. A call less than `leastMs` after the last one reads nothing.
   *
   * @param scope `row` omits the Map Runs of a successful run, whose output has the counts: AWS allows one
   * DescribeMapRun per second
   */
  async refresh(now: number, leastMs: number, scope: RunScope = 'all'): Promise<void> {
    if (!this.final && now - this.#refreshedAt >= leastMs) {
      this.#refreshing ??= this.#read(now, scope).finally(() => (this.#refreshing = undefined));
      await this.#refreshing;
    }
    if (!this.final || scope === 'row') return;
    this.#completing ??= this.#readMapRuns().finally(() => (this.#completing = undefined));
    await this.#completing;
  }

  /** Makes the next refresh read the run. */
  expire(): void {
    this.#refreshedAt = -Infinity;
  }

  async #read(now: number, scope: RunScope): Promise<void> {
    // The description comes first: the next refresh sees an end in between.
    const before = this.#description;
    this.#description = await this.source.describe();
    const isRedriven = (this.#description.redriveCount ?? 0) > (before.redriveCount ?? 0);
    if (isRedriven) {
      this.#asksForTheEnd = 0;
      this.speed = new Speed();
    }
    if (this.#waitsForMapRuns()) await this.#readMapRuns();
    if (!this.#waitsForMapRuns()) {
      if (this.running || !this.#hasEnd() || isRedriven) await this.#readHistory();
      if (scope === 'all' || this.#description.status !== 'SUCCEEDED') await this.#readMapRuns();
    }
    this.#noteSpeed(now);
    this.#isReadOnce = true;
    this.#refreshedAt = now;
  }

  async #readHistory(): Promise<void> {
    do {
      for (const event of await this.source.next()) {
        this.history.add(event);
        this.events.push(event);
      }
      this.#pages.emit('read');
    } while (this.source.hasMore);
    if (!this.running) this.#asksForTheEnd += 1;
  }

  #noteSpeed(now: number): void {
    const mapRun = this.mapRuns.at(-1);
    if (mapRun?.status !== 'RUNNING') return;
    const { succeeded, failed } = itemCountsOf(mapRun.itemCounts);
    this.speed.note(now, succeeded + failed);
  }

  /** True if only Map Runs are at work. Nothing is added to the history then. */
  #waitsForMapRuns(): boolean {
    const { redriveCount = 0 } = this.#description;
    if (!this.running || this.reading || this.history.redriveCount < redriveCount) return false;
    const open = this.visits.filter(({ exitedAt }) => exitedAt === undefined);
    const outer = new Set(open.map(({ parent }) => parent));
    const isWaiting = (visit: StateVisit) =>
      outer.has(visit) || this.#mapRuns.get(visit.mapRunArn ?? '')?.status === 'RUNNING';
    return open.length > 0 && open.every(isWaiting);
  }

  /** Reads the Map Runs that may have changed. An ended one changes only by a redrive. */
  async #readMapRuns(): Promise<void> {
    const { redriveCount = 0 } = this.#description;
    for (const { mapRunArn, exitedAt } of this.visits) {
      if (mapRunArn === undefined || this.#mapRunsOver.get(mapRunArn) === redriveCount) continue;
      const mapRun = await this.source.mapRun(mapRunArn);
      this.#mapRuns.set(mapRunArn, mapRun);
      const isOver = mapRun.status !== undefined && mapRun.status !== 'RUNNING';
      // While its state is running, an ended Map Run may be one that the redrive has not reached yet.
      if (isOver && (exitedAt !== undefined || !this.running)) this.#mapRunsOver.set(mapRunArn, redriveCount);
    }
  }

  /** True if the end of the history was read or is no longer expected. An interrupted execution has none. */
  #hasEnd(): boolean {
    const again = isInterrupted({ status: undefined, ...this.#description }) ? 0 : ASKS_FOR_THE_END;
    return this.history.status !== 'RUNNING' || this.#asksForTheEnd > again;
  }
}
