/** The environment that the console looks at, and what may be done there. */
export interface SessionView {
  readonly environment: EnvironmentView;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  /** Whether executions may be started, stopped and redriven. */
  readonly allowChanges: boolean;
  /** The stream's name; null without one. */
  readonly stream: string | null;
  /** Whether Watchmode is a stand-in, whose faults can be switched. */
  readonly hasStandIn: boolean;
  /** Whether the log of the tasks can be read. */
  readonly hasLog: boolean;
  /** All feeds, and that of a run whose input names none. */
  readonly feeds: readonly string[];
  readonly defaultFeed: string;
}

/** Where the executions are. */
export type EnvironmentView =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'aws';
      readonly account: string;
      readonly region: string;
      readonly profile: string | null;
      /** An address that is not AWS's own. */
      readonly endpoint: string | null;
    };

/** What became of the titles of a run; see the contract RunSummary. */
export interface RunNumbers {
  readonly discovered: number;
  readonly published: number;
  readonly skipped: number;
  readonly deferred: number;
  readonly rejected: number;
  readonly creditsUsed: number;
}

/** How far a Map Run has come. */
export interface MapProgress {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly running: number;
  readonly pending: number;
  readonly aborted: number;
}

/** A title without a record in a run's output. */
export interface SetAside {
  readonly titleId: number;
  readonly outcome: string;
  readonly reason: string;
}

/** A run in a list. */
export interface RunRow {
  /** What stands behind `:execution:` in its ARN. */
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly redriveCount: number;
  readonly feed: string | null;
  readonly window: { readonly start: string; readonly end: string } | null;
  /** How many titles its input names; null for a run that lists them. */
  readonly titles: number | null;
  readonly dryRun: boolean;
  readonly numbers: RunNumbers | null;
  /** Items of its Map Run while it runs, and after a failure. */
  readonly progress: MapProgress | null;
}

/** The newest runs. */
export interface RunList {
  readonly runs: readonly RunRow[];
  /** Whether there are more than are listed. */
  readonly more: boolean;
}

/** One try of a state's work. */
export interface AttemptView {
  /** The event that handed the work out. */
  readonly eventId: number;
  readonly scheduledAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'aborted';
  readonly error: string | null;
  readonly message: string | null;
}

/** One stay in a state. */
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

/** A Map Run, counted. */
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
  /** Why it cannot be redriven. */
  readonly redriveReason: string | null;
  readonly error: string | null;
  readonly message: string | null;
  readonly input: string | null;
  readonly output: string | null;
  /** The Map Run whose child it is. */
  readonly mapRun: string | null;
  readonly feed: string | null;
  readonly window: { readonly start: string; readonly end: string } | null;
  readonly numbers: RunNumbers | null;
  /** The run whose end this one waits for. */
  readonly waitsFor: string | null;
  /** A watermark in the future that it has put right. */
  readonly correctedWatermark: { readonly from: string; readonly to: string } | null;
  /** The first of its titles without a record, and how many more there are. */
  readonly setAside: readonly SetAside[];
  readonly setAsideOmitted: number;
  /** Opened from a file: nothing of it can be changed. */
  readonly imported: boolean;
}

/** A whole run, or what has changed of it since the last message. */
export interface RunUpdate {
  readonly head: RunHead;
  /** The definition as an object; null where it was told before. */
  readonly definition: AslObject | null;
  /** Those that are new or changed. */
  readonly visits: readonly VisitRow[];
  readonly events: readonly EventRow[];
  readonly mapRuns: readonly MapRunView[];
  /** The history is longer than what was read of it so far: the rest follows. */
  readonly reading: boolean;
}

/** What a page that follows a run is told: the run, or what has changed of it, and what goes on in its children. */
export type RunMessage =
  | (RunUpdate & { readonly inner?: InnerStates | null })
  | { readonly inner: InnerStates | null };

/** What is known of the states inside of a Distributed Map, from those of its children that were looked into. */
export interface InnerStates {
  readonly states: readonly InnerState[];
  readonly lookedInto: number;
  /** How many children there are. */
  readonly children: number;
}

/** One state inside of a Distributed Map: in how many children it has come to what. */
export interface InnerState {
  readonly name: string;
  /** The worst of them. */
  readonly status: VisitRow['status'];
  readonly failed: number;
  readonly retrying: number;
  readonly running: number;
  readonly aborted: number;
  readonly succeeded: number;
  /** The id of a child in which it has come to the worst. */
  readonly child: string;
}

/** A JSON object of the Amazon States Language. */
export type AslObject = Readonly<Record<string, unknown>>;

/** An expression of a state with what came of it. */
export interface ExpressionView {
  /** Where it stands, for example `Arguments.Payload.titleId`. */
  readonly path: string;
  readonly expression: string;
  /** JSON text; null where the history does not tell. */
  readonly value: string | null;
}

/** A line of the tasks' log. */
export interface LogLine {
  readonly at: number;
  readonly level: string;
  readonly text: string;
  /** The whole line. */
  readonly line: string;
}

/** Everything about one visit. */
export interface VisitDetail {
  readonly id: number;
  readonly comment: string | null;
  readonly input: string | null;
  readonly output: string | null;
  /** What the state's work was called with. */
  readonly arguments: string | null;
  /** The raw answer of its work. */
  readonly result: string | null;
  /** Variables that it could read, by name. */
  readonly variables: Readonly<Record<string, string>>;
  readonly assigned: Readonly<Record<string, string>>;
  readonly expressions: readonly ExpressionView[];
  readonly definition: AslObject | null;
  readonly attempts: readonly AttemptDetail[];
}

/** One attempt with what is told of it. */
export interface AttemptDetail extends AttemptView {
  /** As the history has it. */
  readonly cause: string | null;
  readonly log: readonly LogLine[];
}

/** A step on the way down to what went wrong. */
export interface FailureView {
  readonly run: string;
  readonly status: string;
  readonly state: string | null;
  readonly error: string;
  readonly message: string;
  readonly attempts: number;
  readonly titleIds: readonly number[];
  /** How many failed alike. */
  readonly count: number;
  readonly notLookedInto: number;
  readonly causes: readonly FailureView[];
  readonly advice: Advice | null;
}

/** What the runbook says of an error. */
export interface Advice {
  readonly summary: string;
  readonly remedy: string;
  readonly redriveHelps: boolean;
}

/** A child of a Map Run. */
export interface ChildRow {
  readonly id: string;
  readonly status: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly items: number;
  readonly redriveCount: number;
  /** A state of it waits for its next attempt; known of running ones. */
  readonly retrying: boolean;
}

/** A Map Run with the children that are new or changed. */
export interface MapRunUpdate {
  readonly mapRun: MapRunView;
  readonly children: readonly ChildRow[];
  /** Of a Map Run from a file: of how many children the file has the histories. */
  readonly held: number | null;
}

/** What a redrive would do. */
export interface RedrivePreview {
  readonly refusal: string | null;
  readonly states: readonly string[];
  readonly children: { readonly again: number; readonly total: number } | null;
  readonly titles: { readonly again: number; readonly total: number; readonly kept: number } | null;
  /** The most that it can cost. */
  readonly credits: number | null;
  /** Whether some children were not looked into, so that fewer titles may be left than said. */
  readonly isEstimate: boolean;
  readonly redriveCount: number;
  /**
   * The run that has claimed the same open window since, and the maximum number of credits that a redrive spends a
   * second time.
   */
  readonly overtakenBy: {
    readonly run: string;
    readonly claimedAt: number;
    readonly creditsTwice: number | null;
  } | null;
  /** The reason why it is not known if another run has overtaken it. */
  readonly overtakenProblem: string | null;
}
