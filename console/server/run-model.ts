import type { DescribeExecutionOutput, DescribeMapRunOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { nameOf } from '../../workflow/arns.ts';
import { isRunning, statusFor } from '../../operate/aws/interrupted.ts';
import { type AslObject, parseDefinition } from '../../workflow/definition.ts';
import { describeEvent } from '../../operate/run/describe-event.ts';
import { readCause } from '../../events/read-cause.ts';
import { StateVisits, statusOf, type Visit } from '../../operate/run/state-visits.ts';
import type { EventRow, RunHead, RunUpdate, VisitRow } from '../api/index.ts';
import { attemptsIn, isOfAttempt } from './attempts.ts';
import { idOf } from './ids.ts';
import { mapRunView } from './map-run-view.ts';
import { factsOfInput, factsOfOutput } from './run-facts.ts';
import type { RunSource } from './run-source.ts';

/** How often the history is read again for its last event, once DescribeExecution says that the execution has ended. */
const ASKS_FOR_THE_END = 5;
/** How many events a page is told at first of a history that is known already: the others follow at once. */
const MAX_FIRST_EVENTS = 1_000;
const TERMINAL = /^Execution(Succeeded|Failed|TimedOut|Aborted)$/;

/** What a page has seen of a run. */
export interface Seen {
  readonly lastEvent: number;
  readonly status: string;
  readonly mapRuns: string;
}

/** A page of a history that will have been read. */
interface ComingPage {
  readonly read: Promise<void>;
  tell(): void;
}

function comingPage(): ComingPage {
  let tell: () => void = () => undefined;
  const read = new Promise<void>((resolve) => (tell = resolve));
  return { read, tell };
}

/** How much of a run is asked for: all that a page shows, or what a list does. */
export type RunScope = 'all' | 'row';

/** One execution with its whole history, read as far as it has come. What has ended is not asked for again. */
export class RunModel {
  readonly events: HistoryEvent[] = [];
  readonly #visits = new StateVisits();
  /** Events of attempts by the visit's id. */
  readonly #work = new Map<number, HistoryEvent[]>();
  /** The events that left states, by the visit's id. */
  readonly #exits = new Map<number, HistoryEvent>();
  /** The newest event that touched a visit, by the visit's id. */
  readonly #touched = new Map<number, number>();
  readonly #mapRuns = new Map<string, DescribeMapRunOutput>();
  /** The redrive after which a Map Run was read that was over. */
  readonly #mapRunsOver = new Map<string, number>();
  #description: Partial<DescribeExecutionOutput> = {};
  #definition: AslObject | undefined;
  #asksForTheEnd = 0;
  #refreshing: Promise<void> | undefined;
  #completing: Promise<void> | undefined;
  #refreshedAt = -Infinity;
  #isReadOnce = false;
  #coming = comingPage();

  constructor(
    readonly source: RunSource,
    readonly arn: string,
  ) {}

  get visits(): readonly Visit[] {
    return this.#visits.visits;
  }

  get description(): Partial<DescribeExecutionOutput> {
    return this.#description;
  }

  get running(): boolean {
    return isRunning({ status: undefined, ...this.#description });
  }

  /** Its end was not reached yet: what is known is the beginning. */
  get reading(): boolean {
    return !this.#isReadOnce;
  }

  /** Resolves when one page more of the history is known. */
  get nextPage(): Promise<void> {
    return this.#coming.read;
  }

  get mapRuns(): readonly DescribeMapRunOutput[] {
    return [...this.#mapRuns.values()];
  }

  /** Nothing of it can change any more, or only by a redrive. */
  get settled(): boolean {
    return this.#description.status !== undefined && !this.running && !this.source.hasMore && this.#hasEnd();
  }

  /** It can never change again. */
  get final(): boolean {
    return this.source.imported ? this.settled : this.settled && this.#description.status === 'SUCCEEDED';
  }

  /**
   * Reads what is new. Several that ask at once get one answer, and who asks sooner than `leastMs` after the last
   * time gets what is known.
   *
   * @param scope `row` leaves out the Map Runs of a run that has succeeded: its output says what came of it, and AWS
   * tells of one Map Run a second
   */
  async refresh(now: number, leastMs: number, scope: RunScope = 'all'): Promise<void> {
    if (!this.final) await this.#refresh(now, leastMs, scope);
    if (!this.final || scope === 'row') return;
    this.#completing ??= this.#readMapRuns().finally(() => {
      this.#completing = undefined;
    });
    await this.#completing;
  }

  async #refresh(now: number, leastMs: number, scope: RunScope): Promise<void> {
    if (now - this.#refreshedAt < leastMs) return;
    this.#refreshing ??= this.#read(scope)
      .then(() => {
        this.#refreshedAt = now;
      })
      .finally(() => {
        this.#refreshing = undefined;
      });
    await this.#refreshing;
  }

  /** What is known is not good enough for the next look. */
  expire(): void {
    this.#refreshedAt = -Infinity;
  }

  async definition(): Promise<AslObject> {
    this.#definition ??= parseDefinition(await this.source.definition());
    return this.#definition;
  }

  /** The visit that a page names by its id. */
  visit(id: number): Visit | undefined {
    const owner = this.#visits.ownerOf(id);
    return owner?.enteredId === id ? owner : undefined;
  }

  /** The event that left a visit's state. */
  exitOf(visit: Visit): HistoryEvent | undefined {
    return this.#exits.get(visit.enteredId);
  }

  /** The events of a visit's attempts. */
  workOf(visit: Visit): readonly HistoryEvent[] {
    return this.#work.get(visit.enteredId) ?? [];
  }

  /**
   * What is new to a page that has seen so much; undefined when nothing is. Of a long history the first answer has the
   * beginning alone, and says that more is to be read: rows can be shown while the others are on their way.
   */
  async update(seen: Seen | undefined): Promise<{ update: RunUpdate; seen: Seen } | undefined> {
    const definition = seen === undefined ? await this.definition() : null;
    const head = this.head();
    const mapRuns = this.mapRuns.map(mapRunView);
    const isBeginning = seen === undefined && this.events.length > MAX_FIRST_EVENTS;
    const events = isBeginning ? this.events.slice(0, MAX_FIRST_EVENTS) : this.events;
    const reading = this.reading || isBeginning;
    const now: Seen = {
      lastEvent: events.at(-1)?.id ?? 0,
      status: `${head.status} ${head.redriveCount} ${head.redrivable} ${reading}`,
      mapRuns: JSON.stringify(mapRuns),
    };
    const known = seen ?? { lastEvent: 0, status: '', mapRuns: '' };
    // It was let go meanwhile, and is read anew: the page is ahead.
    if (now.lastEvent < known.lastEvent) return undefined;
    const isSame =
      now.lastEvent === known.lastEvent && now.status === known.status && now.mapRuns === known.mapRuns;
    if (seen !== undefined && isSame) return undefined;
    const visits = this.visits.filter(
      (visit) =>
        visit.enteredId <= now.lastEvent &&
        ((this.#touched.get(visit.enteredId) ?? 0) > known.lastEvent ||
          (now.status !== known.status && visit.exitedAt === undefined)),
    );
    return {
      update: {
        head,
        definition,
        visits: visits.map((visit) => this.row(visit)),
        events: events.slice(known.lastEvent).map((event) => this.#eventRow(event)),
        mapRuns: now.mapRuns === known.mapRuns ? [] : mapRuns,
        reading,
      },
      seen: now,
    };
  }

  head(): RunHead {
    const {
      input,
      output,
      startDate,
      stopDate,
      redriveCount = 0,
      error,
      cause,
      mapRunArn,
    } = this.#description;
    const { redriveStatus, redriveStatusReason } = this.#description;
    const asked = factsOfInput(input);
    const summary = factsOfOutput(output);
    return {
      id: idOf(this.arn),
      arn: this.arn,
      name: nameOf(this.arn),
      status: statusFor({ status: undefined, ...this.#description }),
      running: this.running,
      startedAt: startDate?.getTime() ?? 0,
      endedAt: stopDate?.getTime() ?? null,
      redriveCount,
      redrivable: redriveStatus === 'REDRIVABLE' && !this.source.imported,
      redriveReason: redriveStatusReason ?? null,
      error: error ?? null,
      message: cause === undefined ? null : readCause(cause).message,
      input: input ?? null,
      output: output ?? null,
      mapRun: mapRunArn === undefined ? null : idOf(mapRunArn),
      feed: summary?.feed ?? asked.feed,
      window: summary?.window ?? asked.window,
      numbers: summary?.numbers ?? null,
      waitsFor: this.#waitsFor(),
      correctedWatermark: summary?.correctedWatermark ?? null,
      setAside: summary?.setAside ?? [],
      setAsideOmitted: summary?.setAsideOmitted ?? 0,
      imported: this.source.imported,
    };
  }

  /** The id of the run whose end it waits for; null unless it does so now. */
  #waitsFor(): string | null {
    const visit = this.visits.at(-1);
    if (visit?.waitsFor === undefined || visit.exitedAt !== undefined || !this.running) return null;
    const id = idOf(this.arn);
    return `${id.slice(0, id.lastIndexOf(':'))}:${visit.waitsFor}`;
  }

  row(visit: Visit): VisitRow {
    // What has no end among the first pages may have one in the next.
    const goesOn = this.running || this.reading;
    const status = statusOf(visit, goesOn);
    const failure = visit.failures.at(-1);
    const isShown = failure !== undefined && (visit.lastAttemptFailed || visit.exitedAt === undefined);
    return {
      id: visit.enteredId,
      name: visit.name,
      type: visit.type,
      parent: visit.parent?.enteredId ?? null,
      iteration: visit.iteration ?? null,
      enteredAt: visit.enteredAt?.getTime() ?? 0,
      exitedAt: visit.exitedAt?.getTime() ?? null,
      status: status === 'running' && visit.lastAttemptFailed ? 'retrying' : status,
      retries: visit.retries,
      error: isShown ? failure.error : null,
      message: isShown ? failure.message : null,
      attempts: attemptsIn(this.workOf(visit), !goesOn || visit.aborted),
      mapRun: visit.mapRunArn === undefined ? null : idOf(visit.mapRunArn),
    };
  }

  #eventRow(event: HistoryEvent): EventRow {
    const { id = 0, previousEventId = 0, timestamp, type = '' } = event;
    return {
      id,
      previous: previousEventId,
      at: timestamp?.getTime() ?? 0,
      type,
      text: describeEvent(event),
      visit: this.#visits.ownerOf(id)?.enteredId ?? null,
    };
  }

  async #read(scope: RunScope): Promise<void> {
    // Described before the history is read: what ends in between is seen by the next look.
    const before = this.#description;
    this.#description = await this.source.describe();
    const isRedriven = (this.#description.redriveCount ?? 0) > (before.redriveCount ?? 0);
    if (isRedriven) this.#asksForTheEnd = 0;
    if (this.running || !this.#hasEnd() || isRedriven) {
      do {
        this.#take(await this.source.next());
        this.#coming.tell();
        this.#coming = comingPage();
      } while (this.source.hasMore);
      if (!this.running) this.#asksForTheEnd += 1;
    }
    if (scope === 'all' || this.#description.status !== 'SUCCEEDED') await this.#readMapRuns();
    this.#isReadOnce = true;
  }

  #take(events: readonly HistoryEvent[]): void {
    for (const event of events) {
      this.#visits.add(event);
      this.events.push(event);
      const { id = 0 } = event;
      const visit = this.#visits.ownerOf(id);
      if (event.type === 'ExecutionRedriven') {
        for (const open of this.visits)
          if (open.exitedAt === undefined) this.#touched.set(open.enteredId, id);
      }
      if (visit === undefined) continue;
      this.#touched.set(visit.enteredId, id);
      if (event.stateExitedEventDetails !== undefined) this.#exits.set(visit.enteredId, event);
      if (!isOfAttempt(event)) continue;
      const work = this.#work.get(visit.enteredId) ?? [];
      work.push(event);
      this.#work.set(visit.enteredId, work);
    }
  }

  /** A Map Run that was over when it was read changes only by a redrive. */
  async #readMapRuns(): Promise<void> {
    const { redriveCount = 0 } = this.#description;
    for (const { mapRunArn, exitedAt } of this.visits) {
      if (mapRunArn === undefined || this.#mapRunsOver.get(mapRunArn) === redriveCount) continue;
      const mapRun = await this.source.mapRun(mapRunArn);
      this.#mapRuns.set(mapRunArn, mapRun);
      const isOver = mapRun.status !== undefined && mapRun.status !== 'RUNNING';
      // While its state is at work, a Map Run that is over may be one that the redrive has not reached yet.
      if (isOver && (exitedAt !== undefined || !this.running)) this.#mapRunsOver.set(mapRunArn, redriveCount);
    }
  }

  /** An execution that was cut off has no end, and one that has may be slow to show it. */
  #hasEnd(): boolean {
    return TERMINAL.test(this.events.at(-1)?.type ?? '') || this.#asksForTheEnd >= ASKS_FOR_THE_END;
  }
}
