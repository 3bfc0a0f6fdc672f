import type { MapProgress, RunHead, RunNumbers, RunRow, VisitRow } from './runs.ts';

/** A violation of the input's schema or rules. */
export interface Violation {
  readonly pointer: string;
  readonly problem: string;
}

/** The input of a run, to start another one like it. */
export interface RunInput {
  /** JSON text. */
  readonly input: string;
}

/** A field of the execution input, from its schema. */
export interface InputField {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly kind: 'choice' | 'numbers' | 'names' | 'words' | 'number' | 'flag' | 'window';
  /** The values of a choice. */
  readonly choices: readonly string[];
  /** An example of a value, or the default; empty for none. */
  readonly placeholder: string;
}

/** The fields and examples of the form that starts a run. */
export interface StartForm {
  readonly fields: readonly InputField[];
  readonly examples: readonly { readonly name: string; readonly input: string }[];
}

/** An event of the stream in a list. */
export interface StreamRow {
  readonly id: string;
  readonly at: number;
  readonly type: string;
  /** Null for an event of a source, a genre or a region. */
  readonly titleId: number | null;
  /** Null for an event without the record of a title; so are `year` and `kind`. */
  readonly title: string | null;
  readonly year: number | null;
  readonly kind: string | null;
  /** The content of an event without a record, for example `Netflix, GB`; null for one with. */
  readonly note: string | null;
  readonly shard: string;
  readonly sequence: string;
  /** The number of events with this id. */
  readonly copies: number;
}

/** The events on the stream, or those since the last message. */
export interface StreamUpdate {
  /** True if the events are all that there are. */
  readonly isWhole: boolean;
  /** False until the stream has been read to its end for the first time. */
  readonly isRead: boolean;
  /** The oldest first. */
  readonly events: readonly StreamRow[];
  /** The number of newest events that are kept. */
  readonly kept: number;
  /** The number of oldest events that were dropped. */
  readonly omitted: number;
  readonly faults: readonly string[];
}

/** One event in full. */
export interface StreamEventView extends StreamRow {
  /** JSON text of the whole event. */
  readonly event: string;
  /** The run that published it; several if any of them may have. */
  readonly runs: readonly string[];
}

/** The names of titles by ID. Unknown ones are absent. */
export interface NamesView {
  readonly names: Readonly<Record<string, string>>;
}

/** A hit of a search for titles. */
export interface TitleHit {
  readonly id: number;
  readonly title: string | null;
  readonly year: number | null;
  readonly kind: string | null;
}

/** The hits of a search for titles, on the stream and in the newest runs. */
export interface TitleHits {
  readonly hits: readonly TitleHit[];
  /** True if there are more hits than listed. */
  readonly more: boolean;
  /** The number of runs that were searched. */
  readonly runs: number;
  /** The number of child executions that were searched for names. */
  readonly children: number;
  /** The reason why the stream was not searched; null if it was. */
  readonly streamProblem: string | null;
}

/** The history of a title in one run. */
export interface TitleChapter {
  readonly run: RunRow;
  /** The child execution that fetched it; null before that. */
  readonly child: string | null;
  /** True if the previous run with this title deferred it. */
  readonly waited: boolean;
  readonly listedAt: number | null;
  readonly visits: readonly VisitRow[];
  readonly outcome: 'fetched' | 'skipped' | 'deferred' | 'failed' | 'running' | 'listed';
  readonly reason: string | null;
  /** JSON text of its record. */
  readonly record: string | null;
  /** The changes since the previous record. */
  readonly changes: readonly FieldChange[];
  readonly events: readonly StreamRow[];
  readonly publish: 'published' | 'dry run' | 'not published' | null;
}

/** A field whose value changed. */
export interface FieldChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A run that no longer found a title on services. */
export interface TitleDeparture {
  /** The id of the run. */
  readonly run: string;
  /** The name of the run. */
  readonly name: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The services by name, each with its country: `Netflix, GB`. */
  readonly services: readonly string[];
}

/** The history of a title. */
export interface TitleStory {
  readonly id: number;
  readonly title: string | null;
  readonly year: number | null;
  readonly kind: string | null;
  readonly chapters: readonly TitleChapter[];
  /** The events without a record, the newest first: the title left a service, or Watchmode no longer knows it. */
  readonly notices: readonly StreamRow[];
  /** The runs that no longer found it on services, without those whose events were read, the newest first. */
  readonly departures: readonly TitleDeparture[];
  /** The number of runs that were searched. */
  readonly runsLookedInto: number;
  /** The reason why the story is told without the stream; null if the stream was read. */
  readonly streamProblem: string | null;
}

/** A fault of the stand-in that a page can switch on and off. */
export interface FaultSwitch {
  readonly name: string;
  /** The specification that switches it on, as `--faults` takes it. */
  readonly example: string;
  readonly label: string;
  /** Its effect on a run. */
  readonly effect: string;
}

/** The stand-in for Watchmode. */
export interface WatchmodeView {
  /** The faults in force, as `--faults` spells them. */
  readonly faults: string;
  readonly switches: readonly FaultSwitch[];
  readonly down: boolean;
  readonly requests: number;
  readonly creditsUsed: number;
  readonly quota: number;
  readonly requestsThisMinute: number;
  readonly requestsPerMinute: number;
  /** The number of responses by status; `reset` for a closed connection. */
  readonly answers: Readonly<Record<string, number>>;
}

/** One state in two runs. */
export interface ComparedState {
  readonly name: string;
  readonly a: StateSum | null;
  readonly b: StateSum | null;
}

/** The totals of all visits of one state. */
export interface StateSum {
  readonly visits: number;
  readonly milliseconds: number;
  readonly retries: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly status: VisitRow['status'];
}

/** Two runs side by side. */
export interface Comparison {
  readonly a: ComparedRun;
  readonly b: ComparedRun;
  readonly states: readonly ComparedState[];
  /** The states inside the Map Runs, in a sample of their child executions. Durations are those of one visit. */
  readonly inner: readonly ComparedState[];
}

/** One of two runs that are compared. */
export interface ComparedRun {
  readonly head: RunHead;
  /** The counts of its output, or the sums over its child executions; null if it has neither. */
  readonly numbers: RunNumbers | null;
  /** True for sums over child executions: what failed ones have fetched and spent is not known. */
  readonly isPart: boolean;
  /** Its child executions by status; null without a Map Run. */
  readonly children: MapProgress | null;
  /** The number of child executions whose outcome was read. */
  readonly childrenRead: number;
  /** The number of child executions whose states were read. */
  readonly sampled: number;
  /** The errors of its child executions, the most frequent first. */
  readonly errors: readonly ChildErrors[];
}

/** The child executions of a run that failed with the same error. */
export interface ChildErrors {
  readonly error: string;
  /** The message of one of them. */
  readonly message: string | null;
  readonly children: number;
  /** The number of their titles. */
  readonly titles: number;
}

/** The response to a failed request. */
export interface Problem {
  readonly problem: string;
  readonly violations?: readonly Violation[];
}
