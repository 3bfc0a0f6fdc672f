/**
 * History events as GetExecutionHistory returns them, with their details under one key, `details`.
 * `toWireEvent` in wire-event.ts converts them to AWS's shape, in which the key depends on the type.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html}
 */

/** Tells if a payload was truncated. This runtime never truncates. */
export interface DataDetails {
  readonly truncated: boolean;
}

/** Error name and cause, if any. */
export interface FailureDetails {
  readonly error?: string;
  readonly cause?: string;
}

interface InputDetails {
  /** JSON text. */
  readonly input: string;
  readonly inputDetails: DataDetails;
}

interface OutputDetails {
  /** JSON text. */
  readonly output: string;
  readonly outputDetails: DataDetails;
}

export interface ExecutionStartedDetails extends InputDetails {
  readonly roleArn: string;
}

export interface StateEnteredDetails extends InputDetails {
  readonly name: string;
}

export interface StateExitedDetails extends OutputDetails {
  readonly name: string;
  /** JSON text of each variable that the state assigned. Absent if it assigned none. */
  readonly assignedVariables?: Readonly<Record<string, string>>;
  readonly assignedVariablesDetails?: DataDetails;
}

/** The action of a service integration: `invoke` of `lambda`, `getParameter` of `aws-sdk:ssm`. */
export interface TaskResourceDetails {
  readonly resource: string;
  readonly resourceType: string;
}

export interface TaskScheduledDetails extends TaskResourceDetails {
  readonly region: string;
  /** JSON text of the evaluated `Arguments`. */
  readonly parameters: string;
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
}

export interface TaskSubmittedDetails extends TaskResourceDetails, OutputDetails {}

export interface TaskFailedDetails extends TaskResourceDetails, FailureDetails {}

export interface TaskSucceededDetails extends TaskResourceDetails, OutputDetails {}

export interface LambdaFunctionScheduledDetails extends InputDetails {
  /** The function's ARN. */
  readonly resource: string;
  readonly timeoutInSeconds?: number;
}

export interface MapIterationDetails {
  /** Name of the Map state. */
  readonly name: string;
  readonly index: number;
}

export interface EvaluationFailedDetails {
  readonly error: string;
  readonly cause: string;
  /** Slash-separated path in the state, such as `Output/result`. Absent if no field is at fault. */
  readonly location?: string;
  /** Name of the state. */
  readonly state: string;
}

type NoDetails = undefined;

/** The details of each event type. */
export interface DetailsByType {
  ExecutionStarted: ExecutionStartedDetails;
  ExecutionSucceeded: OutputDetails;
  ExecutionFailed: FailureDetails;
  ExecutionTimedOut: FailureDetails;
  ExecutionAborted: FailureDetails;
  ExecutionRedriven: { readonly redriveCount: number };
  PassStateEntered: StateEnteredDetails;
  PassStateExited: StateExitedDetails;
  TaskStateEntered: StateEnteredDetails;
  TaskStateExited: StateExitedDetails;
  TaskStateAborted: NoDetails;
  ChoiceStateEntered: StateEnteredDetails;
  ChoiceStateExited: StateExitedDetails;
  WaitStateEntered: StateEnteredDetails;
  WaitStateExited: StateExitedDetails;
  WaitStateAborted: NoDetails;
  SucceedStateEntered: StateEnteredDetails;
  SucceedStateExited: StateExitedDetails;
  FailStateEntered: StateEnteredDetails;
  ParallelStateEntered: StateEnteredDetails;
  ParallelStateStarted: NoDetails;
  ParallelStateSucceeded: NoDetails;
  ParallelStateFailed: NoDetails;
  ParallelStateAborted: NoDetails;
  ParallelStateExited: StateExitedDetails;
  MapStateEntered: StateEnteredDetails;
  MapStateStarted: { readonly length: number };
  MapStateSucceeded: NoDetails;
  MapStateFailed: NoDetails;
  MapStateAborted: NoDetails;
  MapStateExited: StateExitedDetails;
  MapIterationStarted: MapIterationDetails;
  MapIterationSucceeded: MapIterationDetails;
  MapIterationFailed: MapIterationDetails;
  MapIterationAborted: MapIterationDetails;
  MapRunStarted: { readonly mapRunArn: string };
  MapRunSucceeded: NoDetails;
  MapRunFailed: FailureDetails;
  MapRunAborted: NoDetails;
  MapRunRedriven: { readonly mapRunArn: string; readonly redriveCount: number };
  TaskScheduled: TaskScheduledDetails;
  TaskStarted: TaskResourceDetails;
  TaskSubmitted: TaskSubmittedDetails;
  TaskSucceeded: TaskSucceededDetails;
  TaskFailed: TaskFailedDetails;
  TaskTimedOut: TaskFailedDetails;
  LambdaFunctionScheduled: LambdaFunctionScheduledDetails;
  LambdaFunctionStarted: NoDetails;
  LambdaFunctionSucceeded: OutputDetails;
  LambdaFunctionFailed: FailureDetails;
  LambdaFunctionTimedOut: FailureDetails;
  EvaluationFailed: EvaluationFailedDetails;
}

/** Every event type that this runtime writes. */
export type EventType = keyof DetailsByType;

/** A history event. `details` is `undefined` if its type has none. */
export type HistoryEvent = {
  [T in EventType]: {
    /** 1 for the first event of an execution, then consecutive. */
    readonly id: number;
    readonly previousEventId: number;
    /** Epoch milliseconds. */
    readonly timestamp: number;
    readonly type: T;
    readonly details: DetailsByType[T];
  };
}[EventType];
