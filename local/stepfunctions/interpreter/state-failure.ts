/** What Retry, Catch and the history need to know of a failure besides its name and cause. */
interface FailureTraits {
  /** The failed evaluation that the history must report; `location` is `undefined` when no field is at fault. */
  readonly evaluation?: { readonly location: string | undefined };
  /** Found by the interpreter itself, which says in the cause in which state. */
  readonly interpreter?: boolean;
  /** The cause says by itself what it has to say of the place. */
  readonly isPlaced?: boolean;
  readonly cause?: unknown;
}

/**
 * An error in the sense of the States Language: a name, matched by Retry and Catch, and a cause (`reason` here).
 * Both are absent when a Fail state leaves them out.
 */
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

  /** `States.Runtime` ends the execution whatever Retry and Catch say. */
  get fatal(): boolean {
    return this.error === 'States.Runtime';
  }

  /** The failure as the history and the execution report it: the interpreter's own begins with the state. */
  inState(stateName: string, enteredEventId: number): StateFailure {
    const { evaluation, interpreter, isPlaced, ...traits } = this.traits;
    if (evaluation === undefined && interpreter !== true) return this;
    if (isPlaced === true) return new StateFailure(this.error, this.reason, traits);
    const place = `'${stateName}' (entered at the event id #${enteredEventId})`;
    const reason = `An error occurred while executing the state ${place}. ${this.reason ?? ''}`;
    return new StateFailure(this.error, reason, traits);
  }
}

/** `States.QueryEvaluationError`, at a field of the state or, without `location`, at the state. */
export function queryFailure(reason: string, location?: string, cause?: unknown): StateFailure {
  return new StateFailure('States.QueryEvaluationError', reason, { evaluation: { location }, cause });
}

/** `States.Runtime`: something that no definition should be able to bring about. */
export function runtimeFailure(reason: string, cause?: unknown): StateFailure {
  return new StateFailure('States.Runtime', reason, { interpreter: true, cause });
}

/** Whatever is thrown that is no failure of a state is a defect of this runtime or of an adapter. */
export function asFailure(thrown: unknown): StateFailure {
  return thrown instanceof StateFailure ? thrown : runtimeFailure(String(thrown), thrown);
}

/** `States.DataLimitExceeded`; `subject` is `lambda`, a function's ARN or the name of a state. */
export function dataLimitFailure(subject: string): StateFailure {
  const reason = `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StateFailure('States.DataLimitExceeded', reason);
}

/** `States.DataLimitExceeded` for variables, which AWS reports as a failed evaluation of `field`. */
export function variableLimitFailure(reason: string, field: string): StateFailure {
  return new StateFailure('States.DataLimitExceeded', reason, {
    evaluation: { location: field },
    isPlaced: true,
  });
}
