/** Properties of a failure besides its error name and cause. */
interface FailureTraits {
  /** Present if the history reports EvaluationFailed. `location` is `undefined` if no field is at fault. */
  readonly evaluation?: { readonly location: string | undefined };
  /** True if the interpreter raised the failure. It adds the state to the cause. */
  readonly interpreter?: boolean;
  /** True if the cause needs no state. */
  readonly isPlaced?: boolean;
  readonly cause?: unknown;
}

/** A States Language error: a name, which Retry and Catch match, and a cause (`reason`). A Fail state may omit both. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly error: string | undefined;
  readonly reason: string | undefined;
  readonly traits: FailureTraits;

  constructor(error: string | undefined, reason: string | undefined, traits: FailureTraits = {}) {
    super(reason, { cause: traits.cause });
    this.error = error;
    this.reason = reason;
    this.traits = traits;
  }

  /** True for `States.Runtime`, which ends the execution regardless of Retry and Catch. */
  get fatal(): boolean {
    return this.error === 'States.Runtime';
  }

  /** Returns the failure as it is reported. The cause of an interpreter's failure begins with the state. */
  inState(stateName: string, enteredEventId: number): StateFailure {
    const { evaluation, interpreter, isPlaced, ...traits } = this.traits;
    if (evaluation === undefined && interpreter !== true) return this;
    if (isPlaced === true) return new StateFailure(this.error, this.reason, traits);
    const place = `'${stateName}' (entered at the event id #${enteredEventId})`;
    const reason = `An error occurred while executing the state ${place}. ${this.reason ?? ''}`;
    return new StateFailure(this.error, reason, traits);
  }
}

/** Creates `States.QueryEvaluationError` for a field or, without `location`, for the state. */
export function queryFailure(reason: string, location?: string, cause?: unknown): StateFailure {
  return new StateFailure('States.QueryEvaluationError', reason, { evaluation: { location }, cause });
}

/** Creates `States.Runtime`, for errors that no definition should be able to cause. */
export function runtimeFailure(reason: string, cause?: unknown): StateFailure {
  return new StateFailure('States.Runtime', reason, { interpreter: true, cause });
}

/** Converts anything thrown. Anything but a StateFailure is a defect of this runtime or of an adapter. */
export function asFailure(thrown: unknown): StateFailure {
  return thrown instanceof StateFailure ? thrown : runtimeFailure(String(thrown), thrown);
}

/** Creates `States.DataLimitExceeded`. `subject` is `lambda`, a function ARN or a state name. */
export function dataLimitFailure(subject: string): StateFailure {
  const reason = `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StateFailure('States.DataLimitExceeded', reason);
}

/** Creates `States.DataLimitExceeded` for variables, which AWS reports as a failed evaluation of `field`. */
export function variableLimitFailure(reason: string, field: string): StateFailure {
  return new StateFailure('States.DataLimitExceeded', reason, {
    evaluation: { location: field },
    isPlaced: true,
  });
}
