/** What comes back from Lambda for one invocation. Payloads are JSON texts. */
export type LambdaAnswer =
  | {
      readonly kind: 'RESULT';
      readonly payload: string;
      readonly executedVersion: string;
      readonly requestId: string;
    }
  /** The function failed: the payload is its error, `{"errorType", "errorMessage", "trace"}`. */
  | { readonly kind: 'FUNCTION_ERROR'; readonly payload: string }
  /** Lambda did not run the function. */
  | { readonly kind: 'SERVICE_ERROR'; readonly error: string; readonly cause: string };

/** Invokes functions by name, wherever they run. */
export interface LambdaService {
  invoke(invocation: LambdaInvocation): Promise<LambdaAnswer>;
}

export interface LambdaInvocation {
  readonly name: string;
  readonly qualifier?: string;
  /** JSON text of the event. */
  readonly payload: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}
