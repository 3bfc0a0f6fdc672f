import type { Definition } from '../definition/model.ts';
import type { Clock, EngineObserver, ExecutionStore, Hash, Random, Sandbox, TaskInvoker } from '../ports.ts';
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

/** What every running execution shares. */
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
  /** The places of `quotas.childrenAtOnce`. */
  readonly childPermits: Semaphore;
  readonly observer: EngineObserver;
}

/** The failure that ends an execution at once, wherever in it it happened. */
export interface Fatality {
  readonly failure: StateFailure;
  /** The event that the end of the execution follows. */
  readonly last: number;
}

/** One execution while it runs. */
export interface ExecutionRun {
  readonly engine: EngineContext;
  readonly record: ExecutionRecord;
  /** On the monotonic clock: when a Standard execution has been open for as long as one may. */
  readonly closesAt: number;
  readonly input: Payload;
  readonly snapshot: StateMachineSnapshot;
  readonly definition: Definition;
  readonly recorder: Recorder;
  readonly root: Position;
  readonly cancellation: Cancellation;
  readonly past: Past | undefined;
  /** What ended the execution at once, if anything did. */
  readonly fatality: { first?: Fatality };
  /** Ends the execution before its next step. */
  readonly condemned: { failure?: StateFailure };
  readonly budget: VariableBudget;
  /** States entered so far, to know when other work should get a turn. */
  readonly turns: { count: number };
  /** Replaces `$states.context`, for TestState. */
  readonly contextOverride?: JsonObject;
}
