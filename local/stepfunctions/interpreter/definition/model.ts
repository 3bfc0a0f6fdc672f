import type { Template } from '../jsonata/template.ts';
import type { ExecutionType } from '../records.ts';
import type { TaskResource } from '../task-resource.ts';

/** A checked and compiled definition. */
export interface Definition {
  readonly program: Program;
  /** `TimeoutSeconds` of the state machine. */
  readonly timeoutSeconds?: number;
}

/** States and their start: the state machine, a branch, or an ItemProcessor. */
export interface Program {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

export type StateType = State['type'];

interface StateBase {
  readonly name: string;
}

/** A state that can have a successor. `next` is absent in a terminal state. */
interface Continuing extends StateBase, Transforming {
  readonly next?: string;
}

interface Transforming {
  readonly output?: Template;
  /** Evaluates to an object: the variables to set. */
  readonly assign?: Template;
}

interface Retrying {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface PassState extends Continuing {
  readonly type: 'Pass';
}

export interface TaskState extends Continuing, Retrying {
  readonly type: 'Task';
  readonly resource: TaskResource;
  readonly arguments?: Template;
  readonly timeoutSeconds?: Template;
  readonly heartbeatSeconds?: Template;
}

export interface ChoiceState extends StateBase, Transforming {
  readonly type: 'Choice';
  readonly choices: readonly ChoiceRule[];
  readonly default?: string;
}

export interface ChoiceRule extends Transforming {
  readonly condition: Template;
  readonly next: string;
}

export interface WaitState extends Continuing {
  readonly type: 'Wait';
  readonly seconds?: Template;
  readonly timestamp?: Template;
}

export interface SucceedState extends StateBase {
  readonly type: 'Succeed';
  readonly output?: Template;
}

export interface FailState extends StateBase {
  readonly type: 'Fail';
  readonly error?: Template;
  readonly cause?: Template;
}

export interface ParallelState extends Continuing, Retrying {
  readonly type: 'Parallel';
  readonly branches: readonly Program[];
  readonly arguments?: Template;
}

export interface MapState extends Continuing, Retrying {
  readonly type: 'Map';
  readonly items?: Template;
  readonly itemSelector?: Template;
  readonly maxConcurrency?: Template;
  readonly processor: Program;
  /** In an inline Map, evaluated but without effect, as on AWS. */
  readonly toleratedFailureCount?: Template;
  readonly toleratedFailurePercentage?: Template;
  /** Absent for an inline Map. */
  readonly distributed?: Distribution;
}

/** The fields of a Distributed Map. */
export interface Distribution {
  readonly childType: ExecutionType;
  /** Given or generated; unique in the definition. */
  readonly label: string;
  readonly batcher?: ItemBatcher;
  /** Only in a test of the state: an execution has no S3. */
  readonly itemReader?: ItemReader;
  /** True with a ResultWriter, which only a test of the state can have: the result is an object, not a list. */
  readonly writesResults?: true;
  /** ASL text of the ItemProcessor: the definition of the children. */
  readonly processorText: string;
}

/** The source of the items in S3, and its format. */
export interface ItemReader {
  readonly arguments?: Template;
  /** `JSON`, `JSONL`, `CSV`. Absent for a list of objects in S3. */
  readonly inputType?: string;
  /** JSON pointer of the items in a JSON file. */
  readonly itemsPointer?: string;
  /** Default: the first line of the file. */
  readonly csvHeaders?: readonly string[];
  readonly csvDelimiter?: string;
  readonly maxItems?: Template;
}

export interface ItemBatcher {
  readonly batchInput?: Template;
  readonly maxItemsPerBatch?: Template;
  readonly maxInputBytesPerBatch?: Template;
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  /** 0: never retry. */
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds?: number;
  readonly fullJitter: boolean;
}

export interface Catcher extends Transforming {
  readonly errorEquals: readonly string[];
  readonly next: string;
}
