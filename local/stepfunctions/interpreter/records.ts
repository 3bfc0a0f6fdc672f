import type { HistoryEvent } from './history/event.ts';

/** The workflow type. Only children of a Distributed Map are EXPRESS. */
export type ExecutionType = 'STANDARD' | 'EXPRESS';

export type ExecutionStatus =
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'TIMED_OUT'
  | 'ABORTED'
  | 'PENDING_REDRIVE';

export type MapRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** The state machine at the start of an execution. Later updates do not change it. */
export interface StateMachineSnapshot {
  /** Unique per definition text, for example `<stateMachineArn>#<revisionId>`. */
  readonly snapshotId: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly roleArn: string;
  /** ASL text. */
  readonly definition: string;
  /** Epoch milliseconds. */
  readonly updateDate: number;
  readonly revisionId?: string;
  /** Members for the API layer (logging, tracing), kept unchanged. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** The place of a child execution in its Map Run. */
export interface ChildOf {
  readonly mapRunArn: string;
  /** 0-based index in the Map Run and in its results. */
  readonly childIndex: number;
  /** The number of items of the child: 1 without batches. */
  readonly itemCount: number;
}

/** One execution. JSON values are texts, dates are epoch milliseconds. */
export interface ExecutionRecord {
  readonly executionArn: string;
  readonly name: string;
  /** For a child of a Map Run the labelled ARN, `...:stateMachine:NAME/LABEL`. */
  readonly stateMachineArn: string;
  readonly stateMachineVersionArn?: string;
  readonly stateMachineAliasArn?: string;
  readonly snapshotId: string;
  readonly type: ExecutionType;
  readonly status: ExecutionStatus;
  readonly startDate: number;
  readonly stopDate?: number;
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** Number of successful redrives. */
  readonly redriveCount: number;
  readonly redriveDate?: number;
  /** The last ten client tokens of RedriveExecution, each with its answer. */
  readonly redriveTokens?: readonly { readonly clientToken: string; readonly redriveDate: number }[];
  /** The number of events in the history. Known once the execution has ended or its process has died. */
  readonly eventCount?: number;
  readonly traceHeader?: string;
  readonly child?: ChildOf;
}

/** The facts of an execution that a list shows. */
export type ListedExecution = Pick<
  ExecutionRecord,
  | 'executionArn'
  | 'name'
  | 'stateMachineArn'
  | 'stateMachineVersionArn'
  | 'stateMachineAliasArn'
  | 'status'
  | 'startDate'
  | 'stopDate'
  | 'redriveCount'
  | 'redriveDate'
> & { readonly child?: Pick<ChildOf, 'mapRunArn' | 'itemCount'> };

/** A change of an execution record. `undefined` removes a member. */
export type ExecutionChange = {
  readonly [
    K in
      | 'status'
      | 'stopDate'
      | 'output'
      | 'error'
      | 'cause'
      | 'redriveCount'
      | 'redriveDate'
      | 'redriveTokens'
      | 'eventCount'
      | 'startDate'
  ]?: ExecutionRecord[K] | undefined;
};

/** Counts of a Map Run by status; `total` is the number of items, or of children. */
export interface MapRunCounts {
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly total: number;
  readonly resultsWritten: number;
  readonly failuresNotRedrivable: number;
  readonly pendingRedrive: number;
}

/** One Map Run. Dates are epoch milliseconds. */
export interface MapRunRecord {
  readonly mapRunArn: string;
  /** The execution that holds the Distributed Map state. */
  readonly executionArn: string;
  /** The labelled ARN of the state machine. */
  readonly stateMachineArn: string;
  readonly label: string;
  /** Type of the child executions. */
  readonly childType: ExecutionType;
  readonly status: MapRunStatus;
  readonly startDate: number;
  readonly stopDate?: number;
  readonly maxConcurrency: number;
  readonly toleratedFailurePercentage: number;
  readonly toleratedFailureCount: number;
  readonly itemCounts: MapRunCounts;
  readonly executionCounts: MapRunCounts;
  readonly redriveCount: number;
  readonly redriveDate?: number;
}

/** A history event and the data needed to rebuild the execution from its journal alone. */
export interface JournalEntry {
  readonly event: HistoryEvent;
  /** Path of the frame: `''` for the state machine, plus `/<started event id>.<index>` per branch or iteration. */
  readonly path: string;
  /** The following state, on an Exited event. Absent on the last state of a frame. */
  readonly next?: string | undefined;
  /** JSON text of values that a redrive must not compute again. */
  readonly data?: string;
}
