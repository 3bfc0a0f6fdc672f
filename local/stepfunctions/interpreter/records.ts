import type { HistoryEvent } from './history/event.ts';

/** Workflow type: EXPRESS occurs for the children of a Distributed Map only. */
export type ExecutionType = 'STANDARD' | 'EXPRESS';

export type ExecutionStatus =
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'TIMED_OUT'
  | 'ABORTED'
  | 'PENDING_REDRIVE';

export type MapRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** What an execution keeps of its state machine: later updates of the machine do not change it. */
export interface StateMachineSnapshot {
  /** Unique for this text of the definition, for example `<stateMachineArn>#<revisionId>`. */
  readonly snapshotId: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly roleArn: string;
  /** ASL text. */
  readonly definition: string;
  /** Epoch milliseconds. */
  readonly updateDate: number;
  readonly revisionId?: string;
  /** Members that only the API layer understands (logging, tracing), kept as they are. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** The place of a child execution in its Map Run. */
export interface ChildOf {
  readonly mapRunArn: string;
  /** 0-based number of the child in its Map Run, which is the order of the results. */
  readonly childIndex: number;
  /** How many items the child holds: 1 without batches. */
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
  /** The last ten client tokens of RedriveExecution with the answer each was given. */
  readonly redriveTokens?: readonly { readonly clientToken: string; readonly redriveDate: number }[];
  /** Number of events in the history, known once the execution has ended or its process has died. */
  readonly eventCount?: number;
  readonly traceHeader?: string;
  readonly child?: ChildOf;
}

/** What an update of an execution may change. `undefined` removes a member. */
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

/** A history event with what is needed to rebuild the state of the execution from the journal alone. */
export interface JournalEntry {
  readonly event: HistoryEvent;
  /** Where the event happened: `''` in the state machine itself, `/<started event id>.<index>` a branch. */
  readonly path: string;
  /** The state that follows, on the Exited event of a state that is not its frame's last. */
  readonly next?: string | undefined;
  /** JSON text of values that were computed once and must not be computed again by a redrive. */
  readonly data?: string;
}
