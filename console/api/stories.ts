import type { RunHead, RunRow, SetAside, VisitRow } from './runs.ts';

/** A part of an input that is wrong. */
export interface Violation {
  readonly pointer: string;
  readonly problem: string;
}

/** A field of the execution input, from its schema. */
export interface InputField {
  readonly name: string;
  readonly description: string;
  readonly kind: 'text' | 'choice' | 'numbers' | 'words' | 'number' | 'flag' | 'window';
  readonly choices: readonly string[];
}

/** What the form for a start needs. */
export interface StartForm {
  readonly fields: readonly InputField[];
  readonly examples: readonly { readonly name: string; readonly input: string }[];
}

/** An event of the stream in a list. */
export interface StreamRow {
  readonly id: string;
  readonly at: number;
  readonly type: string;
  readonly titleId: number;
  readonly title: string;
  readonly year: number | null;
  readonly kind: string;
  readonly shard: string;
  readonly sequence: string;
  /** How often it has been seen under this id. */
  readonly copies: number;
}

/** What the stream holds, or what has come since. */
export interface StreamUpdate {
  readonly events: readonly StreamRow[];
  /** How many were left out at the old end. */
  readonly omitted: number;
  readonly faults: readonly string[];
}

/** One event in full. */
export interface StreamEventView extends StreamRow {
  /** JSON text of the whole event. */
  readonly event: string;
  /** The run that published it; several, where it cannot be told which of them did. */
  readonly runs: readonly string[];
}

/** A title that a search found. */
export interface TitleHit {
  readonly id: number;
  readonly title: string | null;
  readonly year: number | null;
  readonly kind: string | null;
}

/** What a search for titles found, and how far it looked beyond the stream. */
export interface TitleHits {
  readonly hits: readonly TitleHit[];
  /** Whether there are more than are listed. */
  readonly more: boolean;
  /** How many of the newest runs were looked into, and how many of their children for names. */
  readonly runs: number;
  readonly children: number;
}

/** What happened to a title in one run. */
export interface TitleChapter {
  readonly run: RunRow;
  /** The child that dealt with it; null where it has not been dealt with. */
  readonly child: string | null;
  /** The run before it, of those that had the title, has deferred it. */
  readonly waited: boolean;
  readonly listedAt: number | null;
  readonly visits: readonly VisitRow[];
  readonly outcome: 'fetched' | 'skipped' | 'deferred' | 'failed' | 'running' | 'listed';
  readonly reason: string | null;
  /** JSON text of its record. */
  readonly record: string | null;
  /** What is different from the record before, by path. */
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

/** A title's story. */
export interface TitleStory {
  readonly id: number;
  readonly title: string | null;
  readonly year: number | null;
  readonly kind: string | null;
  readonly chapters: readonly TitleChapter[];
  /** How many runs were looked into. */
  readonly runsLookedInto: number;
}

/** A fault of the stand-in that a page can switch on and off. */
export interface FaultSwitch {
  readonly name: string;
  /** The specification that switches it on, as `--faults` takes it. */
  readonly example: string;
  readonly label: string;
  /** What a run does about it. */
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
  /** Answers by their status; `reset` where the connection was cut. */
  readonly answers: Readonly<Record<string, number>>;
}

/** One state in two runs. */
export interface ComparedState {
  readonly name: string;
  readonly a: StateSum | null;
  readonly b: StateSum | null;
}

/** All visits of one state, summed up. */
export interface StateSum {
  readonly visits: number;
  readonly milliseconds: number;
  readonly retries: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly status: VisitRow['status'];
}

/** Two runs side by side. */
export interface Comparison {
  readonly a: RunHead;
  readonly b: RunHead;
  readonly states: readonly ComparedState[];
  /** Titles that went wrong, by run. */
  readonly setAside: {
    readonly a: readonly SetAside[];
    readonly b: readonly SetAside[];
  };
}

/** What a request that failed says. */
export interface Problem {
  readonly problem: string;
  readonly violations?: readonly Violation[];
}
