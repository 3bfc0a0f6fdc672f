import { CLAIM_ITEM, WATERMARK_ITEM } from '../../../events/progress.ts';
import { isSameRegions } from '../../../events/run-scope.ts';
import type {
  ClaimItem,
  DeferredItem,
  Feed,
  ProgressItem,
  PublishTitlesInput,
  TitleOutcome,
  WatermarkItem,
} from '../../../events/types.ts';
import type { ExecutionRecord } from '../../../local/stepfunctions/index.ts';
import { REGIONS } from './scenario.ts';
import type { UnluckyStream } from './unlucky-stream.ts';

const DAY_MS = 86_400_000;

/** The maximum difference between the clocks of Watchmode's servers. */
const CLOCK_TOLERANCE_MS = 300_000;

/** A promise that was broken, in a sentence. */
export type Violation = string;

/** The parts of the world that the ledger reads. */
export interface LedgerSources {
  readonly stream: Pick<UnluckyStream, 'written'>;
  readonly limits: { readonly maxRuns: number; readonly minDays: number };
  /** The latest Date that Watchmode has sent. */
  readonly latestDate: () => number;
  /** The current time of the tasks' clock, which may be wrong. */
  readonly now: () => number;
  /** The current record of an execution. */
  readonly execution: (executionArn: string) => ExecutionRecord | undefined;
  /** Returns true if the process of an execution has died. */
  readonly isInterrupted: (executionArn: string) => boolean;
}

const HOUR_MS = 3_600_000;

/** Watches the progress table: checks each write against the promises when it is made. */
export class ProgressLedger {
  readonly violations: Violation[] = [];
  /** The executions that have observed a title, by `id time`, or `id skipped` if Watchmode did not know it. */
  readonly observers = new Map<string, Set<string>>();
  /** Titles that the operator has dropped, as `feed id`. */
  readonly forgotten = new Set<string>();
  /** Titles that a run without a listing found unknown, as `feed id`. */
  readonly unlistedUnknown = new Set<string>();
  /** The item that the operator has read and is about to write. */
  operatorFound: DeferredItem | undefined;
  readonly #sources: LedgerSources;
  /** The reported corrections of watermarks, as `feed from to`. */
  readonly #corrections = new Set<string>();
  /** The deferred titles of each run with the outcome; `unlisted` if a title is unknown and no feed listed it. */
  readonly #unfetched = new Map<string, Map<number, string>>();
  /** The titles that were counted for each run, as `ARN id`. */
  readonly #counted = new Set<string>();

  constructor(sources: LedgerSources) {
    this.#sources = sources;
  }

  /** Records the input of Publish titles. A dry run, and a run with other regions, count no deferred titles. */
  noteBatch({ batch, outcomes }: PublishTitlesInput): void {
    const { executionArn = '', feed, isListed = false, dryRun, regions } = batch;
    for (const outcome of outcomes) this.#noteObservation(executionArn, outcome);
    if (dryRun || !isSameRegions(regions, REGIONS)) return;
    const ofRun = this.#unfetched.get(executionArn) ?? new Map<number, string>();
    this.#unfetched.set(executionArn, ofRun);
    for (const { titleId, outcome } of outcomes) {
      if (outcome === 'fetched') continue;
      const isUnlisted = outcome === 'skipped' && !isListed;
      ofRun.set(titleId, isUnlisted ? 'unlisted' : outcome);
      if (isUnlisted) this.unlistedUnknown.add(`${feed} ${titleId}`);
    }
  }

  #noteObservation(executionArn: string, outcome: TitleOutcome): void {
    const { titleId } = outcome;
    const observation = `${titleId} ${outcome.outcome === 'fetched' ? outcome.fetchedAt : outcome.outcome}`;
    this.observers.set(observation, (this.observers.get(observation) ?? new Set()).add(executionArn));
  }

  /** The deferred titles of a run that were never counted for it. */
  uncounted(executionArn: string): number[] {
    const unfetched = [...(this.#unfetched.get(executionArn) ?? [])];
    return unfetched.flatMap(([titleId, outcome]) =>
      outcome === 'unlisted' || this.#counted.has(`${executionArn} ${titleId}`) ? [] : [titleId],
    );
  }

  /** Records a reported correction of a watermark. */
  noteCorrection(feed: string, from: string, to: string): void {
    this.#corrections.add(`${feed} ${from} ${to}`);
  }

  /** Records a write, and checks it against the promises. */
  noteWrite(before: ProgressItem | undefined, after: ProgressItem | undefined): void {
    const { item } = (after ?? before)!;
    if (item === WATERMARK_ITEM) this.#checkWatermark(before as WatermarkItem, after as WatermarkItem);
    else if (item === CLAIM_ITEM) this.#checkClaim(before as ClaimItem, after as ClaimItem);
    else if (after === undefined) this.#checkRemoval(before as DeferredItem);
    else this.#checkDeferral(before as DeferredItem | undefined, after as DeferredItem);
  }

  /** Checks a watermark against the promises after a listing: by then, one that lay in the future is corrected. */
  checkListed(feed: Feed, found: ProgressItem | undefined): void {
    const { watermark } = (found as WatermarkItem | undefined) ?? { watermark: '' };
    if (!(Date.parse(watermark) > this.#sources.latestDate() + CLOCK_TOLERANCE_MS)) return;
    this.#tell(`watermark: ${watermark} of ${feed} lies in the future after a listing`);
  }

  #checkWatermark(before: WatermarkItem | undefined, after: WatermarkItem | undefined): void {
    if (after === undefined) {
      this.#tell('watermark: it was removed');
      return;
    }
    const { feed, watermark } = after;
    if (Date.parse(watermark) > this.#sources.latestDate()) {
      this.#tell(`watermark: ${watermark} of ${feed} lies beyond Watchmode's clock`);
    }
    if (before === undefined || before.watermark <= watermark) return;
    if (this.#corrections.has(`${feed} ${before.watermark} ${watermark}`)) return;
    this.#tell(`watermark: that of ${feed} went back from ${before.watermark} to ${watermark}`);
  }

  #checkClaim(before: ClaimItem | undefined, after: ClaimItem | undefined): void {
    if (after === undefined) {
      this.#tell('claim: it was removed');
      return;
    }
    if (before === undefined || before.executionArn === after.executionArn) return;
    const { execution, isInterrupted } = this.#sources;
    const holder = execution(before.executionArn);
    // A holder redriven right after the check looks the same as one that has ended.
    const isAtWork = holder?.status === 'RUNNING' && holder.redriveCount === 0;
    if (!isAtWork || isInterrupted(holder.executionArn)) return;
    this.#tell(`claim: ${after.executionArn} took that of ${holder.executionArn}, which is at work`);
  }

  #checkRemoval(before: DeferredItem): void {
    const { feed, titleId, deferredAt } = before;
    const key = `${feed} ${titleId}`;
    if (this.#isOperators(before)) this.forgotten.add(key);
    else if (!this.unlistedUnknown.has(key) && !this.#isPublished(feed, titleId, this.#trusted(deferredAt))) {
      this.#tell(`lost: ${titleId} of ${feed} was deferred at ${deferredAt} and taken off unpublished`);
    }
  }

  /** Returns a time unless it is in the future, which a wrong clock has written. */
  #trusted(moment = ''): string {
    return Date.parse(moment) > this.#sources.now() + HOUR_MS ? '' : moment;
  }

  #isOperators(before: DeferredItem | undefined): boolean {
    return before !== undefined && JSON.stringify(before) === JSON.stringify(this.operatorFound);
  }

  /** True if the stream has an event of a title fetched at this time or later. */
  #isPublished(feed: Feed, titleId: number, since = ''): boolean {
    return this.#sources.stream.written.some(
      ({ event }) =>
        Number(event.subject) === titleId && event.type === eventType(feed) && event.time >= since,
    );
  }

  #checkDeferral(before: DeferredItem | undefined, after: DeferredItem): void {
    const { feed, titleId, runs, countedRuns = [], lastRun = '', since, status } = after;
    if (this.#isOperators(before)) return;
    this.#counted.add(`${lastRun} ${titleId}`);
    const told = (runArn: string) => this.#unfetched.get(runArn)?.get(titleId);
    const problem = (text: string) => this.#tell(`deferred: ${titleId} of ${feed} ${text}`);
    if (runs !== countedRuns.length || runs !== new Set(countedRuns).size) {
      problem(`has ${runs} runs, and these are counted: ${countedRuns.join(', ')}`);
    }
    for (const run of countedRuns)
      if (told(run) === undefined) problem(`is counted for ${run}, which had it`);
    const isContinued =
      before?.status === 'waiting' || (before?.status === 'unknown' && told(lastRun) === 'skipped');
    if (runs !== (isContinued ? before.runs + 1 : 1)) problem(`had ${before?.runs} runs, and has ${runs}`);
    const startedAt = this.#sources.execution(lastRun)?.startDate ?? Number.NaN;
    if (Date.parse(since) !== (isContinued ? Date.parse(before.since) : startedAt)) {
      problem(`waits since ${since}, and before since ${before?.since}`);
    }
    const { maxRuns, minDays } = this.#sources.limits;
    const notFound = countedRuns.filter((run) => told(run) === 'skipped').length;
    const isOld = startedAt - Date.parse(since) >= minDays * DAY_MS;
    const expected =
      told(lastRun) === 'skipped' && notFound > 2
        ? 'unknown'
        : runs >= maxRuns && isOld
          ? 'rejected'
          : 'waiting';
    if (status !== expected) problem(`is ${status} after ${runs} runs since ${since}, not ${expected}`);
  }

  #tell(violation: Violation): void {
    this.violations.push(violation);
  }
}

/** The type of the events of a feed. */
export function eventType(feed: Feed): string {
  return feed === 'new_titles' ? 'tvguide.title.added' : 'tvguide.title.updated';
}
