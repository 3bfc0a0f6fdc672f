import type { Diagnostic } from './definition/diagnostic.ts';
import type { Definition } from './definition/model.ts';
import type { HistoryEvent } from './history/event.ts';
import type {
  AnswerModels,
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
import type { ExecutionRecord, ListedExecution, MapRunRecord, StateMachineSnapshot } from './records.ts';

/** The answer of ValidateStateMachineDefinition. A definition without errors can run. */
export interface Validation {
  readonly result: 'OK' | 'FAIL';
  readonly diagnostics: readonly Diagnostic[];
}

export interface StartExecutionRequest {
  readonly stateMachine: StateMachineSnapshot;
  /** Default: a UUID. */
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

/** An execution and the properties computed when it is read. */
export interface ExecutionDescription {
  readonly record: ExecutionRecord;
  readonly redriveStatus: RedriveStatus;
  readonly redriveStatusReason?: string;
  /** True if the status is RUNNING but the process that ran the execution has ended. */
  readonly interrupted: boolean;
}

export interface HistoryRequest {
  readonly executionArn: string;
  readonly reverseOrder?: boolean;
  /** From 1 to 1000. */
  readonly maxResults: number;
  /** `next` of the previous page. */
  readonly after?: string;
}

/** The definition that an execution runs. For a child of a Map Run, it is the ItemProcessor. */
export interface ExecutionDefinition {
  /** In a child of a Map Run, it has the label. */
  readonly stateMachineArn: string;
  readonly snapshot: StateMachineSnapshot;
  /** ASL text. */
  readonly definition: string;
  readonly mapRunArn?: string;
  readonly label?: string;
}

/** A mocked answer: the state does not run. */
export type StateMock =
  | {
      /** JSON text. */
      readonly result: string;
      /** Validation of the result against the types of the service's answer. Default: STRICT. */
      readonly fieldValidationMode?: 'STRICT' | 'PRESENT' | 'NONE';
    }
  | { readonly errorOutput: { readonly error?: string; readonly cause?: string } };

export interface TestStateRequest {
  /** ASL text of one state; with `stateName`, of a state machine. */
  readonly definition: string;
  readonly stateName?: string;
  /** JSON text. Default `{}`. */
  readonly input?: string;
  /** JSON text of an object: the variables that the state can read. */
  readonly variables?: string;
  /** JSON text of an object that replaces the Context object. Only with a mock. */
  readonly context?: string;
  /** The role in the Context object. */
  readonly roleArn?: string;
  /** The number of retries so far (`stateConfiguration.retrierRetryCount`). Default: 0. */
  readonly retrierRetryCount?: number;
  /** The number of iterations of a Map that failed. Default: 0. */
  readonly mapIterationFailureCount?: number;
  /** The text of the file that ItemReader reads. */
  readonly mapItemReaderData?: string;
  /** The state inside a Map or Parallel state that a mocked error comes from. */
  readonly errorCausedByState?: string;
  /** The answer of the task, or of the whole Map or Parallel state. */
  readonly mock?: StateMock;
}

/** Inspection data of a state that ran alone. JSON values are texts. */
export interface StateInspection {
  readonly input: string;
  readonly afterArguments?: string;
  readonly result?: string;
  readonly variables?: string;
  readonly afterItemSelector?: string;
  readonly afterItemBatcher?: string;
  readonly afterItemsPointer?: string;
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
  /** Always complete; the caller filters it by inspection level. */
  readonly inspection: StateInspection;
}

/**
 * Runs executions. A request that Step Functions would refuse rejects with `ServiceError`. A failure inside an
 * execution is recorded in its history, and no promise rejects.
 */
export interface Engine {
  /** Validates a definition for a state machine of this type. EXPRESS refuses a Distributed Map. */
  validateDefinition(definition: string, type?: 'STANDARD' | 'EXPRESS'): Validation;
  /** Returns the variables that each state reads, by state name. States that read none are omitted. */
  variableReferences(definition: string): Readonly<Record<string, readonly string[]>>;
  /** Starts an execution, or returns the running one of this name and input. Other reuse: ExecutionAlreadyExists. */
  startExecution(request: StartExecutionRequest): Promise<ExecutionRecord>;
  stopExecution(request: StopExecutionRequest): Promise<{ readonly stopDate: number }>;
  /** Fails the executions of a deleted state machine at their next step. */
  stateMachineDeleted(stateMachineArn: string): void;
  redriveExecution(request: RedriveExecutionRequest): Promise<{ readonly redriveDate: number }>;
  describeExecution(executionArn: string): Promise<ExecutionDescription>;
  /** Returns the definition and the state machine that the execution was started with. */
  definitionForExecution(executionArn: string): Promise<ExecutionDefinition>;
  listExecutions(query: ExecutionQuery): Promise<Page<ExecutionDescription>>;
  /** Lists the same executions without inputs and outputs, which takes less time. */
  listFacts(query: ExecutionQuery): Promise<Page<ListedExecution>>;
  getExecutionHistory(request: HistoryRequest): Promise<Page<HistoryEvent>>;
  describeMapRun(mapRunArn: string): Promise<MapRunRecord>;
  listMapRuns(executionArn: string, limit: number, after?: string): Promise<Page<MapRunRecord>>;
  /**
   * Runs one state alone, without an execution or a history. Rejects with `Interruption` if the engine closes or
   * `signal` aborts first.
   */
  testState(request: TestStateRequest, signal?: AbortSignal): Promise<TestStateResult>;
  /**
   * Returns the executions that were RUNNING when the previous process died. They stay RUNNING, are described as
   * interrupted, and can be stopped or redriven. Call it once, before any request.
   */
  recover(): Promise<readonly ExecutionRecord[]>;
  /** Resolves with the record: once the execution has ended, or at once if this process does not run it. */
  whenEnded(executionArn: string): Promise<ExecutionRecord>;
  /**
   * Interrupts running executions without recording an end, as if the process had died, and waits until their tasks
   * are told to abort. Afterwards the store can be closed.
   */
  close(): Promise<void>;
}

export interface EngineOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly hash: Hash;
  readonly invoker: TaskInvoker;
  readonly store: ExecutionStore;
  /** Evaluates costly expressions. Default: they are evaluated in this process and may block it. */
  readonly sandbox?: Sandbox;
  /** Default: the quotas of AWS. */
  readonly quotas?: Partial<Quotas>;
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  readonly observer?: EngineObserver;
  /** Checks the mocks of TestState. Default: every mock has the right members. */
  readonly answerModels?: AnswerModels;
  /** True if another process runs the executions of the store: none counts as interrupted. Default: false. */
  readonly isRunElsewhere?: boolean;
  /** Loaded definitions by snapshot id. Engines with equal invokers and quotas can share it. Default: a new Map. */
  readonly definitions?: Map<string, Definition>;
}
