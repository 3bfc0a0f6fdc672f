import type { Cancellation } from '../cancellation.ts';
import type { Program, State } from '../definition/model.ts';
import type { Payload } from '../payload.ts';
import type { TaskOutcome } from '../ports.ts';
import type { Position } from './recorder.ts';
import type { ExecutionRun } from './run.ts';
import type { PastFrame, PastVisit } from './past.ts';
import type { Variables } from './variables.ts';

/** The item of the Map iteration around a state, as `$states.context.Map.Item` shows it. */
export interface MapItem {
  readonly index: number;
  readonly value: Payload;
}

/** One running program: the state machine, a branch, or an iteration. */
export interface Frame {
  readonly run: ExecutionRun;
  readonly program: Program;
  /** Whether it is the state machine: not a branch, nor an iteration. */
  readonly isRoot: boolean;
  readonly position: Position;
  readonly variables: Variables;
  readonly cancellation: Cancellation;
  readonly mapItem: MapItem | undefined;
  /** What happened to this frame before the redrive that it is part of. */
  readonly past: PastFrame | undefined;
}

/** One stay in a state, from Entered to Exited, over all its attempts. */
export interface Visit<S extends State = State> {
  readonly frame: Frame;
  readonly state: S;
  readonly input: Payload;
  readonly enteredId: number;
  /** What the Entered event names as its previous. */
  readonly enteredPrevious: number;
  /** Epoch milliseconds. */
  readonly enteredTime: number;
  /** Retries so far. */
  retryCount: number;
  /** What a redrive found of an earlier attempt; only the first attempt after it looks at it. */
  past: PastVisit | undefined;
  /** Answer for the task, or for the whole Parallel or Map state, instead of running it: for TestState. */
  readonly mock?: TaskOutcome;
  /** Filled for TestState. */
  readonly inspection?: Inspection;
}

/** What TestState shows of an attempt; JSON texts. */
export interface Inspection {
  afterArguments?: string;
  result?: string;
  afterItemSelector?: string;
  afterItemBatcher?: string;
  maxConcurrency?: number;
  toleratedFailureCount?: number;
  toleratedFailurePercentage?: number;
}
