import type { HistoryEvent } from './history/event.ts';
import type { Outcome } from './jsonata/outcome.ts';
import type { JsonObject } from './json.ts';
import type {
  ExecutionChange,
  ExecutionRecord,
  ExecutionStatus,
  JournalEntry,
  ListedExecution,
  MapRunRecord,
  StateMachineSnapshot,
} from './records.ts';
import type { TaskResource } from './task-resource.ts';

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Monotonic milliseconds, for durations and deadlines. Setting the system clock changes `now`, not this. */
  monotonic(): number;
  /**
   * Resolves after `milliseconds`, any finite number: an adapter splits what its timers cannot hold. Rejects with
   * `signal.reason` as soon as the signal aborts.
   */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Yields to timers, input and output of the process. The engine calls it between states. */
  yieldTurn(): Promise<void>;
  /** True if this turn of the event loop has run too long and states should yield. Default: never. */
  isTurnLong?(): boolean;
}

export interface Random {
  /** Returns a number from 0 (inclusive) to 1 (exclusive), for jitter and `$random()`. */
  next(): number;
  /** Returns a version 4 UUID, for execution names, Map Runs and `$uuid()`. */
  uuid(): string;
}

/** The algorithm names that `$hash` accepts. */
export type HashAlgorithm = 'MD5' | 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';

/** Returns the digest of the UTF-8 bytes of `text` in lower-case hexadecimal. */
export type Hash = (text: string, algorithm: HashAlgorithm) => string;

/** An expression to evaluate in a sandbox. */
export interface SandboxRequest {
  /** JSONata, without `{%` and `%}`. */
  readonly source: string;
  /** `states` and the variables that the expression can read, by name without `$`. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds for `$now` and `$millis`. */
  readonly now: number;
}

/** Evaluates expressions that may need more time or memory than this process can spare. */
export interface Sandbox {
  /**
   * Resolves with the outcome, also if a limit ended the evaluation. Rejects with `signal.reason` if the signal
   * aborts. Rejects also if no evaluation is possible.
   */
  evaluate(request: SandboxRequest, signal: AbortSignal): Promise<Outcome>;
}

/** One attempt of a Task state. */
export interface TaskCall {
  readonly resource: TaskResource;
  /** JSON text of the evaluated `Arguments`; without `Arguments`, of the state input. */
  readonly arguments: string;
  readonly executionArn: string;
  readonly stateName: string;
  /** Id of the event that scheduled the attempt. Unique in the execution. */
  readonly eventId: number;
  /** `TimeoutSeconds` in milliseconds. Absent without `TimeoutSeconds`. */
  readonly timeoutMs?: number;
  /**
   * Aborts on timeout, stop, failure of a sibling, and when the engine is closed. The reason is then an
   * `Interruption`, except after a timeout.
   */
  readonly signal: AbortSignal;
  /** Records that a job has started, with JSON text. Only for tasks that wait for the end of a job (`.sync`). */
  readonly submitted?: (output: string) => void;
  /** The last text given to `submitted`, if the process died before the job's end was recorded. */
  readonly resumes?: string;
}

/** The answer of a task. `output` is JSON text; error and cause are as Step Functions records them. */
export type TaskOutcome =
  | { readonly status: 'SUCCEEDED'; readonly output: string }
  | { readonly status: 'FAILED'; readonly error: string; readonly cause: string };

/** Runs the work of Task states. */
export interface TaskInvoker {
  /** Returns the reason why Task states cannot use this resource, if any. Called when a definition is loaded. */
  refusal(resource: TaskResource): string | undefined;
  /** Runs one attempt. A rejection is a defect of the adapter and fails the state with `States.Runtime`. */
  invoke(call: TaskCall): Promise<TaskOutcome>;
}

/** The models of the services that Task states call. */
export interface AnswerModels {
  /**
   * Returns what is wrong with the answer of a service, in AWS's words; `undefined` for a right one, and for an answer
   * whose model is not at hand.
   *
   * @param isComplete True if the members that the service always gives must be there.
   */
  faultOf(
    integration: Extract<TaskResource, { readonly kind: 'service' }>,
    answer: JsonObject,
    isComplete: boolean,
  ): Promise<string | undefined>;
}

/** A page of a list. Pass `next` as `after` to read the next page. Absent on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** A filter for executions, newest start first. An absent member matches everything. */
export interface ExecutionQuery {
  readonly stateMachineArn?: string;
  readonly mapRunArn?: string;
  readonly status?: ExecutionStatus;
  /** True: only redriven executions. False: only the others. */
  readonly redriven?: boolean;
  readonly limit: number;
  readonly after?: string;
}

/** A part of a journal, by event id. */
export interface JournalQuery {
  /** Newest first when true. */
  readonly reverse?: boolean;
  readonly limit: number;
  /** Reads entries after (in reverse: before) this event id. */
  readonly after?: number;
}

/**
 * Stores executions, Map Runs and journals. Writes are synchronous, visible to every later read, and may be buffered.
 * `flush` resolves once they are durable, and rejects if that is impossible.
 * A store that can no longer write must throw on the next write.
 */
export interface ExecutionStore {
  putSnapshot(snapshot: StateMachineSnapshot): void;
  readSnapshot(snapshotId: string): Promise<StateMachineSnapshot | undefined>;
  putExecution(record: ExecutionRecord): void;
  updateExecution(executionArn: string, change: ExecutionChange): void;
  readExecution(executionArn: string): Promise<ExecutionRecord | undefined>;
  listExecutions(query: ExecutionQuery): Promise<Page<ExecutionRecord>>;
  /** Lists the same executions without inputs and outputs, which takes less time. */
  listFacts(query: ExecutionQuery): Promise<Page<ListedExecution>>;
  append(executionArn: string, entry: JournalEntry): void;
  readJournal(executionArn: string, query: JournalQuery): Promise<readonly JournalEntry[]>;
  putMapRun(record: MapRunRecord): void;
  readMapRun(mapRunArn: string): Promise<MapRunRecord | undefined>;
  /** Lists the Map Runs of an execution in start order. */
  listMapRuns(executionArn: string, limit: number, after?: string): Promise<Page<MapRunRecord>>;
  /** @param executionArn A top-level execution: only its data must be durable. Default: all data. */
  flush(executionArn?: string): Promise<void>;
}

/** Observes executions. Called synchronously and in order. Must not throw. */
export interface EngineObserver {
  onEvent?(executionArn: string, event: HistoryEvent, path: string): void;
  /** Called after each change of an execution's record. */
  onExecution?(record: ExecutionRecord): void;
  /** Called if a port throws, such as a store on a full disk. The execution counts as interrupted. */
  onDefect?(executionArn: string, cause: unknown): void;
  /** Called after each change of a Map Run's counts or status. */
  onMapRun?(record: MapRunRecord): void;
}
