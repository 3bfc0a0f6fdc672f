/** What comes back from Lambda for one invocation. Payloads are JSON texts. */
export type LambdaAnswer =
  | {
      readonly kind: 'RESULT';
      readonly payload: string;
      readonly executedVersion: string;
      readonly requestId: string;
      /** The end of the log in base64, where it was asked for. */
      readonly logResult?: string;
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
  /** Whether the end of the log is wanted with the answer. Default false. */
  readonly withLog?: boolean;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}
