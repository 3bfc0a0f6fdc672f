import type { HistoryEvent } from './history/event.ts';
import type { Outcome } from './jsonata/outcome.ts';
import type {
  ExecutionChange,
  ExecutionRecord,
  ExecutionStatus,
  JournalEntry,
  MapRunRecord,
  StateMachineSnapshot,
} from './records.ts';
import type { TaskResource } from './task-resource.ts';

/** Time. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /**
   * Milliseconds since some moment, which nobody can set: for durations and deadlines. `now` may jump when the
   * machine's clock is set, and is for stamps.
   */
  monotonic(): number;
  /**
   * Resolves after `milliseconds`, which may be any finite number of them (an adapter splits what its timers
   * cannot hold); rejects with `signal.reason` as soon as the signal is aborted.
   */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Lets timers, input and output of the process have a turn. The engine calls it between states. */
  yieldTurn(): Promise<void>;
  /** Whether this turn of the process has taken so long that states should wait for another one. Default: never. */
  isTurnLong?(): boolean;
}

/** Randomness. */
export interface Random {
  /** A number from 0 inclusive to 1 exclusive, for jitter and `$random()`. */
  next(): number;
  /** A version 4 UUID, for execution names, Map Runs and `$uuid()`. */
  uuid(): string;
}

/** The digests that `$hash` offers, by the names that it takes. */
export type HashAlgorithm = 'MD5' | 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';

/** Digests of the UTF-8 bytes of `text`, in lower-case hexadecimal. */
export type Hash = (text: string, algorithm: HashAlgorithm) => string;

/** An expression to evaluate apart. */
export interface SandboxRequest {
  /** JSONata, without `{%` and `%}`. */
  readonly source: string;
  /** `states` and the variables, by name without `$`: all that the expression may read. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds that `$now` and `$millis` give. */
  readonly now: number;
}

/** Evaluates what might take more time or memory than this process can spare, where it can do no harm. */
export interface Sandbox {
  /**
   * Resolves with what came of it, also when it was ended for taking too much. Rejects with `signal.reason` when
   * the signal is aborted, and otherwise when no evaluation is possible.
   */
  evaluate(request: SandboxRequest, signal: AbortSignal): Promise<Outcome>;
}

/** One attempt of a Task state. */
export interface TaskCall {
  readonly resource: TaskResource;
  /** JSON text of the evaluated `Arguments`, or of the state input without them. */
  readonly arguments: string;
  readonly executionArn: string;
  readonly stateName: string;
  /** The id of the event that scheduled the attempt: no other attempt of the execution has it. */
  readonly eventId: number;
  /** Milliseconds that the state gives this attempt. Absent without `TimeoutSeconds`. */
  readonly timeoutMs?: number;
  /** Aborted when the attempt's answer is no longer wanted: time-out, stop, failure of a sibling. */
  readonly signal: AbortSignal;
}

/** The answer of a task. `output` is a JSON text; error and cause are what Step Functions would record. */
export type TaskOutcome =
  | { readonly status: 'SUCCEEDED'; readonly output: string }
  | { readonly status: 'FAILED'; readonly error: string; readonly cause: string };

/** Runs the work of Task states. */
export interface TaskInvoker {
  /** `undefined` when Task states may name this resource, else the reason why not. Asked at load. */
  refusal(resource: TaskResource): string | undefined;
  /** Runs one attempt. A rejection is a defect of the adapter and fails the state with `States.Runtime`. */
  invoke(call: TaskCall): Promise<TaskOutcome>;
}

/** A page of a listing. `next` is given back as `after` to read on; absent on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** Which executions to list. Members that are absent do not restrict. Newest start first. */
export interface ExecutionQuery {
  readonly stateMachineArn?: string;
  readonly mapRunArn?: string;
  readonly status?: ExecutionStatus;
  /** True: only executions that were redriven; false: only those that were not. */
  readonly redriven?: boolean;
  readonly limit: number;
  readonly after?: string;
}

/** A part of a journal, by event id. */
export interface JournalQuery {
  /** Newest first when true. */
  readonly reverse?: boolean;
  readonly limit: number;
  /** Event id after which (before which, in reverse) to read on. */
  readonly after?: number;
}

/**
 * Keeps executions, Map Runs and journals. Writes are synchronous to call, take effect for every later read at
 * once, and may be buffered; `flush` resolves when they are durable, and rejects when they cannot be.
 * A store that can no longer write must throw on the next write.
 */
export interface ExecutionStore {
  putSnapshot(snapshot: StateMachineSnapshot): void;
  readSnapshot(snapshotId: string): Promise<StateMachineSnapshot | undefined>;
  putExecution(record: ExecutionRecord): void;
  updateExecution(executionArn: string, change: ExecutionChange): void;
  readExecution(executionArn: string): Promise<ExecutionRecord | undefined>;
  listExecutions(query: ExecutionQuery): Promise<Page<ExecutionRecord>>;
  append(executionArn: string, entry: JournalEntry): void;
  readJournal(executionArn: string, query: JournalQuery): Promise<readonly JournalEntry[]>;
  putMapRun(record: MapRunRecord): void;
  readMapRun(mapRunArn: string): Promise<MapRunRecord | undefined>;
  /** Map Runs of one execution in the order they were started. */
  listMapRuns(executionArn: string, limit: number, after?: string): Promise<Page<MapRunRecord>>;
  /** @param executionArn of a top-level execution: only what concerns it must be durable. Default: everything. */
  flush(executionArn?: string): Promise<void>;
}

/** Watches executions as they run. Called in order, synchronously. It must not throw. */
export interface EngineObserver {
  onEvent?(executionArn: string, event: HistoryEvent, path: string): void;
  /** After each change of an execution's record. */
  onExecution?(record: ExecutionRecord): void;
  /** The execution could not be carried on because a port threw, a store that is full, say. It counts as interrupted. */
  onDefect?(executionArn: string, cause: unknown): void;
  /** After each change of a Map Run's counts or status. */
  onMapRun?(record: MapRunRecord): void;
}
