import type { Cancellation } from '../cancellation.ts';
import type { Program, State } from '../definition/model.ts';
import type { Payload } from '../payload.ts';
import type { TaskOutcome } from '../ports.ts';
import type { Position } from './recorder.ts';
import type { ExecutionRun } from './run.ts';
import type { PastFrame, PastVisit } from './past.ts';
import type { Variables } from './variables.ts';

/** The item of the enclosing Map iteration, for `$states.context.Map.Item`. */
export interface MapItem {
  readonly index: number;
  readonly value: Payload;
  /** Absent in an inline Map. */
  readonly source?: 'STATE_DATA';
}

/** One running program: the state machine, a branch, or an iteration. */
export interface Frame {
  readonly run: ExecutionRun;
  readonly program: Program;
  /** True for the state machine, false for a branch or an iteration. */
  readonly isRoot: boolean;
  readonly position: Position;
  readonly variables: Variables;
  readonly cancellation: Cancellation;
  readonly mapItem: MapItem | undefined;
  /** The frame before the redrive. */
  readonly past: PastFrame | undefined;
}

/** One visit of a state, from Entered to Exited, with all its attempts. */
export interface Visit<S extends State = State> {
  readonly frame: Frame;
  readonly state: S;
  readonly input: Payload;
  readonly enteredId: number;
  /** Epoch milliseconds. */
  readonly enteredTime: number;
  /** Retries so far. */
  retryCount: number;
  /** The earlier attempt that a redrive found. Only the first attempt uses it. */
  past: PastVisit | undefined;
  /** The answer of the task, or of the whole Parallel or Map state. For TestState. */
  readonly mock?: TaskOutcome;
  /** Filled for TestState. */
  readonly inspection?: Inspection;
  /** The configuration of a Map, for TestState. */
  readonly mapTest?: MapTest;
}

/** The configuration of a Map in a test. */
export interface MapTest {
  /** The number of iterations that failed. Default: 0. */
  readonly failures?: number;
  /** The text of the file that ItemReader reads. */
  readonly readerData?: string;
}

/** Inspection data of an attempt, for TestState. JSON values are texts. */
export interface Inspection {
  afterArguments?: string;
  result?: string;
  afterItemSelector?: string;
  afterItemBatcher?: string;
  afterItemsPointer?: string;
  maxConcurrency?: number;
  toleratedFailureCount?: number;
  toleratedFailurePercentage?: number;
}
