/** The counts of a run's output; see the contract RunSummary. */
export interface RunNumbers {
  readonly discovered: number;
  readonly published: number;
  readonly skipped: number;
  readonly deferred: number;
  readonly rejected: number;
  readonly creditsUsed: number;
  /** The titles that a plan has counted, and their price; null for other runs. */
  readonly plan: { readonly titles: number; readonly credits: number } | null;
  /** The pages and the findings of a sweep, in one line; null for other runs. */
  readonly sweep: string | null;
}

/** The counts of a Map Run by status. */
export interface MapProgress {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly running: number;
  readonly pending: number;
  readonly aborted: number;
  /** The items of a sweep, of all of these, for titles that left a service and are not fetched. @default 0 */
  readonly departures?: number;
}

/** The work of a running run at the moment. */
export interface RunWork {
  /** The number of titles whose batches end per second, over the last half minute; null while unknown. */
  readonly perSecond: number | null;
  /** The estimated milliseconds to the last title; null while unknown, and while most children retry. */
  readonly leftMs: number | null;
  readonly retrying: RetryingView | null;
}

/** The executions that retry a state. */
export interface RetryingView {
  /** `children` of a Map Run, or the `run` itself. */
  readonly who: 'children' | 'run';
  readonly count: number;
  /** The number of running executions that were read, if there are more; null if all were read. */
  readonly sampled: number | null;
  /** True if most of those that were read retry. */
  readonly isMost: boolean;
  /** The state that most of them retry. */
  readonly state: string;
  /** The reason in short: `Watchmode 503`. */
  readonly reason: string;
}

/** A time in which a run was at work: from its start or a redrive to its next end. */
export interface StretchView {
  readonly from: number;
  /** Null while the run is running. */
  readonly to: number | null;
}

/** A title without a record in a run's output. */
export interface SetAside {
  readonly titleId: number;
  readonly outcome: string;
  readonly reason: string;
}

/** A run in a list. */
export interface RunRow {
  /** The part of the ARN after `:execution:`. */
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly redriveCount: number;
  readonly feed: string | null;
  readonly window: { readonly start: string; readonly end: string } | null;
  /** The number of titles in the input; null for a run that lists its titles. */
  readonly titles: number | null;
  readonly dryRun: boolean;
  /** True if it covers the open window of its feed. */
  readonly isOpenWindow: boolean;
  readonly numbers: RunNumbers | null;
  /** Null for a run that is not running. */
  readonly work: RunWork | null;
  /** The number of titles to fetch; null before they are listed. */
  readonly discovered: number | null;
  /** The items of its Map Run while it runs and after a failure. */
  readonly progress: MapProgress | null;
}

/** The newest runs. */
export interface RunList {
  readonly runs: readonly RunRow[];
  /** True if there are more runs than listed. */
  readonly more: boolean;
}

/** The sums of one day, by the start of its runs. */
export interface DayView {
  /** In UTC: `2026-11-29`. */
  readonly day: string;
  readonly runs: number;
  /** Failed and timed out. A stop is no failure. */
  readonly failed: number;
  readonly titles: number;
  readonly deferred: number;
  readonly credits: number;
  /** The milliseconds from start to end of those that have ended. */
  readonly lasted: number;
}

/** The sums of the last days, the oldest first. Days whose runs were not all read are left out. */
export interface DaysView {
  readonly days: readonly DayView[];
  /** The number of runs that were read, if there are more; null if all were read. */
  readonly most: number | null;
}

/** One attempt of a state's task. */
export interface AttemptView {
  /** The id of the event that scheduled it. */
  readonly eventId: number;
  readonly scheduledAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'aborted';
  /** The redrive that it belongs to; 0 before the first. */
  readonly redrive: number;
  readonly error: string | null;
  readonly message: string | null;
}

/** One visit of a state. */
export interface VisitRow {
  /** The id of the event that entered the state. */
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly parent: number | null;
  readonly iteration: number | null;
  readonly enteredAt: number;
  readonly exitedAt: number | null;
  readonly status: 'running' | 'retrying' | 'succeeded' | 'caught' | 'failed' | 'aborted';
  /** The place of the status in the order from best to worst. A state has the worst status of its visits. */
  readonly gravity: number;
  /** The title of its iteration; null outside of an iteration over titles. */
  readonly title: string | null;
  readonly retries: number;
  readonly error: string | null;
  readonly message: string | null;
  readonly attempts: readonly AttemptView[];
  /** The id of the Map Run that it started. */
  readonly mapRun: string | null;
}

/** A history event in a list. */
export interface EventRow {
  readonly id: number;
  readonly previous: number;
  readonly at: number;
  readonly type: string;
  readonly text: string;
  /** The visit that it belongs to. */
  readonly visit: number | null;
}

/** A Map Run with its counts. */
export interface MapRunView {
  readonly id: string;
  /** The run that it is part of. */
  readonly run: string;
  readonly status: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly maxConcurrency: number;
  readonly toleratedFailurePercentage: number;
  readonly redriveCount: number;
  readonly items: MapProgress;
  readonly executions: MapProgress;
}

/** An execution without its states. */
export interface RunHead {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly status: string;
  readonly running: boolean;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly redriveCount: number;
  readonly redrivable: boolean;
  /** The reason why it cannot be redriven. */
  readonly redriveReason: string | null;
  readonly error: string | null;
  readonly message: string | null;
  readonly input: string | null;
  readonly output: string | null;
  /** The Map Run of which it is a child. */
  readonly mapRun: string | null;
  readonly feed: string | null;
  readonly window: { readonly start: string; readonly end: string } | null;
  readonly isOpenWindow: boolean;
  /** True if it publishes nothing. */
  readonly dryRun: boolean;
  readonly numbers: RunNumbers | null;
  /** The times at work, one for the start and one for each redrive. */
  readonly stretches: readonly StretchView[];
  /** The milliseconds of those that have ended. */
  readonly workedMs: number;
  /** Null for a run that is not running. */
  readonly work: RunWork | null;
  /** The run for whose end this run waits. */
  readonly waitsFor: string | null;
  /** A watermark in the future, and its correction. */
  readonly correctedWatermark: { readonly from: string; readonly to: string } | null;
  /** The first of its titles without a record. */
  readonly setAside: readonly SetAside[];
  /** The number of further titles without a record. */
  readonly setAsideOmitted: number;
  /** True if it was imported from a file. It cannot be changed. */
  readonly imported: boolean;
}

/** A whole run, or its changes since the last message. */
export interface RunUpdate {
  readonly head: RunHead;
  /** The definition; null if an earlier message had it. */
  readonly definition: AslObject | null;
  /** New and changed visits. */
  readonly visits: readonly VisitRow[];
  readonly events: readonly EventRow[];
  readonly mapRuns: readonly MapRunView[];
  /** True if more of the history follows. */
  readonly reading: boolean;
}

/** A message to the page of a run: the run or its changes, and the states of its children. */
export type RunMessage =
  | (RunUpdate & { readonly inner?: InnerStates | null })
  | { readonly inner: InnerStates | null };

/** The states inside a Distributed Map, from a sample of its child executions. */
export interface InnerStates {
  readonly states: readonly InnerState[];
  readonly lookedInto: number;
  /** The number of all child executions. */
  readonly children: number;
}

/** One state inside a Distributed Map: the number of sampled child executions by its status in them. */
export interface InnerState {
  readonly name: string;
  /** The worst status. */
  readonly status: VisitRow['status'];
  readonly failed: number;
  readonly retrying: number;
  readonly running: number;
  readonly aborted: number;
  readonly caught: number;
  readonly succeeded: number;
  /** The id of a child execution with the worst status. */
  readonly child: string;
}

/** A JSON object of the Amazon States Language. */
export type AslObject = Readonly<Record<string, unknown>>;

/** An expression of a state with its value. */
export interface ExpressionView {
  /** Its path in the definition, for example `Arguments.Payload.titleId`. */
  readonly path: string;
  readonly expression: string;
  /** JSON text; null if the history does not contain it. */
  readonly value: string | null;
}

/** A line of a task's log. */
export interface LogLine {
  readonly at: number;
  readonly level: string;
  readonly text: string;
  /** The whole line. */
  readonly line: string;
}

/** The details of one visit. */
export interface VisitDetail {
  readonly id: number;
  readonly comment: string | null;
  readonly input: string | null;
  readonly output: string | null;
  /** The arguments of the task. */
  readonly arguments: string | null;
  /** The raw result of the task. */
  readonly result: string | null;
  /** The variables in scope on entry, by name. */
  readonly variables: Readonly<Record<string, string>>;
  readonly assigned: Readonly<Record<string, string>>;
  readonly expressions: readonly ExpressionView[];
  readonly definition: AslObject | null;
  readonly attempts: readonly AttemptDetail[];
}

/** One attempt with its details. */
export interface AttemptDetail extends AttemptView {
  /** The cause in the history. */
  readonly cause: string | null;
  readonly log: readonly LogLine[];
}

/** A failure with its causes. */
export interface FailureView {
  readonly run: string;
  /** The cause of a stop, `was stopped in the console`; null for a failure. */
  readonly stop: string | null;
  /** The reason for which a redrive fails in the same way, as a sentence; null if it can help. */
  readonly permanent: string | null;
  readonly status: string;
  readonly state: string | null;
  readonly error: string;
  readonly message: string;
  /** The number of the last attempt, over all redrives; 0 without one. */
  readonly attempt: number;
  readonly titleIds: readonly number[];
  /** The number of failures with the same error in the same state. */
  readonly count: number;
  readonly notLookedInto: number;
  readonly causes: readonly FailureView[];
  readonly advice: Advice | null;
}

/** The advice of the runbook about an error. */
export interface Advice {
  readonly summary: string;
  readonly remedy: string;
  readonly redriveHelps: boolean;
}

/** A child execution of a Map Run. */
export interface ChildRow {
  readonly id: string;
  readonly status: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly items: number;
  readonly redriveCount: number;
  /** True if one of its states waits for another attempt; known only of a sample. */
  readonly retrying: boolean;
  /** Null if it was not read yet. */
  readonly outcome: ChildOutcomeView | null;
}

/** The counts of a child execution's output. */
export interface ChildNumbers extends Omit<RunNumbers, 'discovered' | 'plan' | 'sweep'> {
  /** The number of titles that left a service. */
  readonly left: number;
}

/** The titles of a child execution, and what became of them. */
export interface ChildOutcomeView {
  readonly titles: readonly ChildTitle[];
  readonly error: string | null;
  readonly message: string | null;
  /** The counts of its output; null before its end and after a failure. */
  readonly numbers: ChildNumbers | null;
  /** Its titles without a record. */
  readonly setAside: readonly SetAside[];
}

/** A title of a child execution. */
export interface ChildTitle {
  readonly id: number;
  /** Null if it is not known. */
  readonly name: string | null;
  /** True for a title of a sweep that left a service. @default false */
  readonly left?: boolean;
}

/** A Map Run with its new and changed child executions. */
export interface MapRunUpdate {
  readonly mapRun: MapRunView;
  readonly children: readonly ChildRow[];
  /** For an imported Map Run, the number of child executions whose histories the file holds. */
  readonly held: number | null;
  /** The reason why the names of titles cannot be read. */
  readonly namesProblem: string | null;
}
