import type { Diagnostic } from './definition/diagnostic.ts';
import type { Definition } from './definition/model.ts';
import type { HistoryEvent } from './history/event.ts';
import type {
  Clock,
  EngineObserver,
  ExecutionQuery,
  ExecutionStore,
  Hash,
  Page,
  Random,
  Sandbox,
  TaskInvoker,
} from './ports.ts';
import type { Quotas } from './quotas.ts';
import type { ExecutionRecord, MapRunRecord, StateMachineSnapshot } from './records.ts';

/** What ValidateStateMachineDefinition says of a definition. Without an error it can be run. */
export interface Validation {
  readonly result: 'OK' | 'FAIL';
  readonly diagnostics: readonly Diagnostic[];
}

export interface StartExecutionRequest {
  readonly stateMachine: StateMachineSnapshot;
  /** Absent: a UUID. */
  readonly name?: string;
  /** JSON text. Default `{}`. */
  readonly input?: string;
  readonly stateMachineVersionArn?: string;
  readonly stateMachineAliasArn?: string;
  readonly traceHeader?: string;
}

export interface StopExecutionRequest {
  readonly executionArn: string;
  readonly error?: string;
  readonly cause?: string;
}

export interface RedriveExecutionRequest {
  readonly executionArn: string;
  readonly clientToken?: string;
}

export type RedriveStatus = 'REDRIVABLE' | 'NOT_REDRIVABLE' | 'REDRIVABLE_BY_MAP_RUN';

/** An execution with what is worked out when it is read. */
export interface ExecutionDescription {
  readonly record: ExecutionRecord;
  readonly redriveStatus: RedriveStatus;
  readonly redriveStatusReason?: string;
  /** True for an execution whose status is RUNNING although the process that ran it has ended. */
  readonly interrupted: boolean;
}

export interface HistoryRequest {
  readonly executionArn: string;
  readonly reverseOrder?: boolean;
  /** 1 to 1000. */
  readonly maxResults: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** The definition that an execution runs: for a child of a Map Run, that of the Map's ItemProcessor. */
export interface ExecutionDefinition {
  readonly snapshot: StateMachineSnapshot;
  /** ASL text. */
  readonly definition: string;
  readonly mapRunArn?: string;
  readonly label?: string;
}

/** The answer of a state that is not run. */
export type StateMock =
  | {
      /** JSON text. */
      readonly result: string;
      /** Whether the result must have the types that the service's answer has. Default STRICT. */
      readonly fieldValidationMode?: 'STRICT' | 'PRESENT' | 'NONE';
    }
  | { readonly errorOutput: { readonly error?: string; readonly cause?: string } };

export interface TestStateRequest {
  /** ASL text of one state, or of a state machine when `stateName` is given. */
  readonly definition: string;
  readonly stateName?: string;
  /** JSON text. Default `{}`. */
  readonly input?: string;
  /** JSON text of an object: the variables that the state sees. */
  readonly variables?: string;
  /** JSON text of an object that replaces the Context object. */
  readonly context?: string;
  /** The role in the Context object. */
  readonly roleArn?: string;
  /** Number of retries so far, as `stateConfiguration.retrierRetryCount` gives it. Default 0. */
  readonly retrierRetryCount?: number;
  /** Answers for the task, or for the whole Map or Parallel state, instead of running it. */
  readonly mock?: StateMock;
}

/** What can be looked at of a state that was run alone. JSON values are texts. */
export interface StateInspection {
  readonly input: string;
  readonly afterArguments?: string;
  readonly result?: string;
  readonly variables?: string;
  readonly afterItemSelector?: string;
  readonly afterItemBatcher?: string;
  readonly maxConcurrency?: number;
  readonly toleratedFailureCount?: number;
  readonly toleratedFailurePercentage?: number;
  readonly errorDetails?: {
    readonly catchIndex?: number;
    readonly retryIndex?: number;
    readonly retryBackoffIntervalSeconds?: number;
  };
}

export interface TestStateResult {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly nextState?: string;
  /** The caller shows it or not, by inspection level. */
  readonly inspection: StateInspection;
}

/**
 * Runs executions. Every request that Step Functions would refuse rejects with `ServiceError`; what fails inside
 * an execution is recorded in its history and never rejects.
 */
export interface Engine {
  /** `type` is the state machine's; a Distributed Map is refused in an EXPRESS one. */
  validateDefinition(definition: string, type?: 'STANDARD' | 'EXPRESS'): Validation;
  /** The variables that each state reads, by its name; states that read none are left out. */
  variableReferences(definition: string): Readonly<Record<string, readonly string[]>>;
  /** Same name and input while the execution runs gives the same record; otherwise ExecutionAlreadyExists. */
  startExecution(request: StartExecutionRequest): Promise<ExecutionRecord>;
  stopExecution(request: StopExecutionRequest): Promise<{ readonly stopDate: number }>;
  /** To be called when a state machine is deleted: its executions fail at their next step. */
  stateMachineDeleted(stateMachineArn: string): void;
  redriveExecution(request: RedriveExecutionRequest): Promise<{ readonly redriveDate: number }>;
  describeExecution(executionArn: string): Promise<ExecutionDescription>;
  /** The definition and state machine with which the execution was started. */
  definitionForExecution(executionArn: string): Promise<ExecutionDefinition>;
  listExecutions(query: ExecutionQuery): Promise<Page<ExecutionDescription>>;
  getExecutionHistory(request: HistoryRequest): Promise<Page<HistoryEvent>>;
  describeMapRun(mapRunArn: string): Promise<MapRunRecord>;
  listMapRuns(executionArn: string, limit: number, after?: string): Promise<Page<MapRunRecord>>;
  /**
   * Runs one state alone: no execution, no history. Rejects with `Interruption` when the engine is closed first, or
   * when `signal` is aborted because nobody waits for the result any more.
   */
  testState(request: TestStateRequest, signal?: AbortSignal): Promise<TestStateResult>;
  /**
   * Finds the executions that were RUNNING when the process before this one died. They stay RUNNING, are described
   * as interrupted, and can be stopped or redriven. To be called once, before any request.
   */
  recover(): Promise<readonly ExecutionRecord[]>;
  /** Resolves with the record once the execution, if this process runs it, has ended. */
  whenEnded(executionArn: string): Promise<ExecutionRecord>;
  /**
   * Stops running executions without recording an end, as if the process had died, and waits for their tasks to
   * be told. Afterwards the store can be closed.
   */
  close(): Promise<void>;
}

export interface EngineOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly hash: Hash;
  readonly invoker: TaskInvoker;
  readonly store: ExecutionStore;
  /** Takes expressions that are not cheap. Default: they are evaluated in this process, which may suffer from it. */
  readonly sandbox?: Sandbox;
  /** Default: those of AWS. */
  readonly quotas?: Partial<Quotas>;
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  readonly observer?: EngineObserver;
  /**
   * Keeps what was loaded, by the ids of snapshots. Engines whose invokers and quotas are alike may share one, and load
   * each definition once. Default: one of its own.
   */
  readonly definitions?: Map<string, Definition>;
}
