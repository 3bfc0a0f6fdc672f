import type { Definition } from '../definition/model.ts';
import type {
  AnswerModels,
  Clock,
  EngineObserver,
  ExecutionStore,
  Hash,
  Random,
  Sandbox,
  TaskInvoker,
} from '../ports.ts';
import type { JsonObject } from '../json.ts';
import type { Payload } from '../payload.ts';
import type { Quotas } from '../quotas.ts';
import type { ExecutionRecord, StateMachineSnapshot } from '../records.ts';
import type { StateFailure } from '../state-failure.ts';
import type { Arns } from '../arn.ts';
import type { Cancellation } from '../cancellation.ts';
import type { Semaphore } from '../semaphore.ts';
import type { ChildLauncher } from './child-launcher.ts';
import type { Past } from './past.ts';
import type { Position, Recorder } from './recorder.ts';
import type { VariableBudget } from './variables.ts';

/** The context that all executions of an engine share. */
export interface EngineContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly hash: Hash;
  readonly invoker: TaskInvoker;
  readonly store: ExecutionStore;
  readonly sandbox: Sandbox | undefined;
  readonly quotas: Quotas;
  readonly arns: Arns;
  readonly region: string;
  readonly children: ChildLauncher;
  /** Permits for `quotas.childrenAtOnce` children. */
  readonly childPermits: Semaphore;
  readonly observer: EngineObserver;
  /** Checks the mocks of TestState. */
  readonly answerModels: AnswerModels | undefined;
}

/** A failure that ends the whole execution at once. */
export interface Fatality {
  readonly failure: StateFailure;
  /** The previous event of the end. */
  readonly last: number;
}

/** A running execution. */
export interface ExecutionRun {
  readonly engine: EngineContext;
  readonly record: ExecutionRecord;
  /** The deadline of a Standard execution, on the monotonic clock. */
  readonly closesAt: number;
  readonly input: Payload;
  readonly snapshot: StateMachineSnapshot;
  readonly definition: Definition;
  readonly recorder: Recorder;
  readonly root: Position;
  readonly cancellation: Cancellation;
  readonly past: Past | undefined;
  /** The failure that ended the execution at once, if any. */
  readonly fatality: { first?: Fatality };
  /** A failure, if set, that ends the execution before its next step. */
  readonly condemned: { failure?: StateFailure };
  readonly budget: VariableBudget;
  /** The number of states entered, to yield regularly. */
  readonly turns: { count: number };
  /** Replaces `$states.context`, for TestState. */
  readonly contextOverride?: JsonObject;
}
