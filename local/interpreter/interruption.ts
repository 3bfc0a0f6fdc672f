/** Why something was told to end before it was done. */
export type InterruptionKind =
  /** StopExecution. */
  | 'STOPPED'
  /** The execution ran for longer than its TimeoutSeconds. */
  | 'TIMED_OUT'
  /** Another branch, iteration or child failed. */
  | 'SIBLING'
  /** The engine was closed: nothing may be recorded any more. */
  | 'CLOSED';

/** The reason with which the signals of an execution are aborted. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly kind: InterruptionKind;
  readonly error: string | undefined;
  readonly reason: string | undefined;

  constructor(kind: InterruptionKind, error?: string, reason?: string) {
    super(`Interrupted: ${kind}`);
    this.kind = kind;
    this.error = error;
    this.reason = reason;
  }
}

/** A controller that is aborted with `parent`, until `release` is called. */
export function linkedController(parent: AbortSignal): {
  readonly controller: AbortController;
  readonly release: () => void;
} {
  const controller = new AbortController();
  const abort = (): void => controller.abort(parent.reason);
  if (parent.aborted) abort();
  else parent.addEventListener('abort', abort, { once: true });
  return { controller, release: () => parent.removeEventListener('abort', abort) };
}

/** `work`, or the reason of `signal` as soon as that is aborted, whatever becomes of `work`. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the reason is an Interruption
      reject(signal.reason);
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
