import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { nameOf } from '../../../workflow/arns.ts';
import { statusFor } from '../../../operate/aws/interrupted.ts';
import { type AslObject, parseDefinition } from '../../../workflow/definition.ts';
import { describeEvent } from '../../../operate/run/describe-event.ts';
import { readCause } from '../../../events/read-cause.ts';
import type { EventRow, MapRunView, RunHead, RunUpdate, RunWork, VisitRow } from '../../api/index.ts';
import { attemptViews } from './views.ts';
import { RunFollower } from '../../../operate/run/run-follower.ts';
import { gravityOf, isRetrying, type StateVisit, statusOf } from '../../../operate/run/state-visit.ts';
import { workingMs } from '../../../operate/run/stretch.ts';
import { idOf } from '../ids.ts';
import { iterationTitle } from './iteration-title.ts';
import { mapRunView } from './views.ts';
import { factsOfInput, factsOfOutput } from './run-facts.ts';

/**
 * The maximum number of events in the first message to a page and in each further one. The others follow at once. A
 * message of 4,000 events takes some 20 ms, in which the console answers nothing else.
 */
const MOST_EVENTS = { first: 1_000, further: 4_000 };

/** The part of a run that a page has received. */
export interface Seen {
  readonly lastEvent: number;
  readonly status: string;
  readonly mapRuns: string;
  readonly work: string;
}

/** A followed run, as the pages show it. */
export class RunModel extends RunFollower {
  #definition: AslObject | undefined;

  async definition(): Promise<AslObject> {
    this.#definition ??= parseDefinition(await this.source.definition());
    return this.#definition;
  }

  /** Returns the visit with an id. */
  visit(id: number): StateVisit | undefined {
    const owner = this.history.ownerOf(id);
    return owner?.enteredId === id ? owner : undefined;
  }

  /**
   * Returns the changes for a page; undefined if there are none. A long history takes several answers, of which the first
   * one is short, so that the page can show rows while the others are on their way.
   *
   * @param work the work of a running run at the moment
   */
  async update(
    seen: Seen | undefined,
    work: RunWork | null = null,
  ): Promise<{ update: RunUpdate; seen: Seen } | undefined> {
    const definition = seen === undefined ? await this.definition() : null;
    const head = this.head(work);
    const mapRuns = this.#mapRunViews();
    const known = seen ?? { lastEvent: 0, status: '', mapRuns: '', work: '' };
    const most = seen === undefined ? MOST_EVENTS.first : MOST_EVENTS.further;
    const end = known.lastEvent + most;
    const reading = this.reading || end < this.events.length;
    const now: Seen = {
      lastEvent: this.events[Math.min(end, this.events.length) - 1]?.id ?? 0,
      status: `${head.status} ${head.redriveCount} ${head.redrivable} ${reading}`,
      mapRuns: JSON.stringify(mapRuns),
      work: JSON.stringify(work),
    };
    // The run was dropped from the cache and is read again: the page is ahead.
    if (now.lastEvent < known.lastEvent) return undefined;
    const isSame =
      now.lastEvent === known.lastEvent &&
      now.status === known.status &&
      now.mapRuns === known.mapRuns &&
      now.work === known.work;
    if (seen !== undefined && isSame) return undefined;
    const visits = this.visits.filter(
      (visit) =>
        visit.enteredId <= now.lastEvent &&
        (visit.lastEventId > known.lastEvent ||
          (now.status !== known.status && visit.exitedAt === undefined)),
    );
    return {
      update: {
        head,
        definition,
        visits: visits.map((visit) => this.row(visit)),
        events: this.events.slice(known.lastEvent, now.lastEvent).map((event) => this.#eventRow(event)),
        mapRuns: now.mapRuns === known.mapRuns ? [] : mapRuns,
        reading,
      },
      seen: now,
    };
  }

  head(work: RunWork | null = null): RunHead {
    const {
      input,
      output,
      startDate,
      stopDate,
      redriveCount = 0,
      error,
      cause,
      mapRunArn,
    } = this.description;
    const { redriveStatus, redriveStatusReason } = this.description;
    const asked = factsOfInput(input);
    const summary = factsOfOutput(output);
    return {
      id: idOf(this.arn),
      arn: this.arn,
      name: nameOf(this.arn),
      status: statusFor({ status: undefined, ...this.description }),
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
      isOpenWindow: asked.isOpenWindow,
      dryRun: asked.dryRun,
      numbers: summary?.numbers ?? null,
      ...this.#stretches(),
      work,
      waitsFor: this.#waitsFor(),
      correctedWatermark: summary?.correctedWatermark ?? null,
      setAside: summary?.setAside ?? [],
      setAsideOmitted: summary?.setAsideOmitted ?? 0,
      imported: this.source.imported,
    };
  }

  #stretches(): Pick<RunHead, 'stretches' | 'workedMs'> {
    const { stretches } = this.history;
    const lastAt = this.events.at(-1)?.timestamp;
    const known = stretches.map((stretch, index) => {
      const isOpen = this.running && index === stretches.length - 1;
      // An interrupted run has no end; it was at work until its last event.
      return { ...stretch, endedAt: stretch.endedAt ?? (isOpen ? undefined : lastAt) };
    });
    return {
      stretches: known.map(({ startedAt, endedAt }) => ({
        from: startedAt?.getTime() ?? 0,
        to: endedAt?.getTime() ?? null,
      })),
      workedMs: workingMs(
        known.filter(({ endedAt }) => endedAt !== undefined),
        0,
      ),
    };
  }

  /** Returns the id of the run for whose end this run waits now; null if it does not wait. */
  #waitsFor(): string | null {
    const visit = this.visits.at(-1);
    if (visit?.waitsFor === undefined || visit.exitedAt !== undefined || !this.running) return null;
    const id = idOf(this.arn);
    return `${id.slice(0, id.lastIndexOf(':'))}:${visit.waitsFor}`;
  }

  /** Returns the Map Runs. Of the last one, the titles that left a service are counted. */
  #mapRunViews(): MapRunView[] {
    const last = this.mapRuns.at(-1);
    return this.mapRuns.map((mapRun) => mapRunView(mapRun, mapRun === last ? this.titleCounts : undefined));
  }

  row(visit: StateVisit): VisitRow {
    // The end of a visit may be on a page that is not yet read.
    const goesOn = this.running || this.reading;
    const failure = visit.failures.at(-1);
    const isShown = failure !== undefined && (visit.lastAttemptFailed || visit.exitedAt === undefined);
    const status = this.#statusOf(visit, goesOn);
    return {
      id: visit.enteredId,
      name: visit.name,
      type: visit.type,
      parent: visit.parent?.enteredId ?? null,
      iteration: visit.iteration ?? null,
      enteredAt: visit.enteredAt?.getTime() ?? 0,
      exitedAt: visit.exitedAt?.getTime() ?? null,
      status,
      gravity: gravityOf(status),
      title: iterationTitle(visit),
      retries: visit.retries,
      error: isShown ? failure.error : null,
      message: isShown ? failure.message : null,
      attempts: attemptViews(visit, this.history.stretches, goesOn),
      mapRun: visit.mapRunArn === undefined ? null : idOf(visit.mapRunArn),
    };
  }

  /** Returns the status of a visit. A stop is no failure of the state that waited for another attempt. */
  #statusOf(visit: StateVisit, goesOn: boolean): VisitRow['status'] {
    if (goesOn && isRetrying(visit)) return 'retrying';
    const status = statusOf(visit, goesOn);
    return status === 'failed' && this.description.status === 'ABORTED' ? 'aborted' : status;
  }

  #eventRow(event: HistoryEvent): EventRow {
    const { id = 0, previousEventId = 0, timestamp, type = '' } = event;
    return {
      id,
      previous: previousEventId,
      at: timestamp?.getTime() ?? 0,
      type,
      text: describeEvent(event),
      visit: this.history.ownerOf(id)?.enteredId ?? null,
    };
  }
}
