/** The reason for an interruption. */
export type InterruptionKind =
  /** StopExecution, or the caller of TestState is gone. */
  | 'STOPPED'
  /** The execution exceeded its time limit. */
  | 'TIMED_OUT'
  /** A state failed with States.Runtime. */
  | 'FATAL'
  /** Another branch, iteration or child failed. */
  | 'SIBLING'
  /** The engine was closed. Nothing more may be recorded. */
  | 'CLOSED';

/** Ends an execution, or a part of it, early. Thrown inside of it. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly kind: InterruptionKind;
  readonly error: string | undefined;
  readonly reason: string | undefined;
  /** The previous event of the Aborted events. Default: the last event of each branch or iteration. */
  readonly follows: number | undefined;

  constructor(kind: InterruptionKind, error?: string, reason?: string, follows?: number) {
    super(`Interrupted: ${kind}`);
    this.kind = kind;
    this.error = error;
    this.reason = reason;
    this.follows = follows;
  }
}
