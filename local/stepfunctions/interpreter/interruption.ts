/** Why something was told to end before it was done. */
export type InterruptionKind =
  /** StopExecution, or nobody waits for a test of a state any more. */
  | 'STOPPED'
  /** The execution ran for longer than its TimeoutSeconds. */
  | 'TIMED_OUT'
  /** Something in the execution failed with States.Runtime. */
  | 'FATAL'
  /** Another branch, iteration or child failed. */
  | 'SIBLING'
  /** The engine was closed: nothing may be recorded any more. */
  | 'CLOSED';

/** What reaches everything inside of what was told to end. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly kind: InterruptionKind;
  readonly error: string | undefined;
  readonly reason: string | undefined;
  /** The event that brought it about, which the Aborted events name as their previous; absent: each its own. */
  readonly follows: number | undefined;

  constructor(kind: InterruptionKind, error?: string, reason?: string, follows?: number) {
    super(`Interrupted: ${kind}`);
    this.kind = kind;
    this.error = error;
    this.reason = reason;
    this.follows = follows;
  }
}
