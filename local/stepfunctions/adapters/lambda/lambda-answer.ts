/** The response to an invocation. Payloads are JSON texts. */
export type LambdaAnswer =
  | {
      readonly kind: 'RESULT';
      readonly payload: string;
      readonly executedVersion: string;
      readonly requestId: string;
      /** The end of the log in Base64, if requested. */
      readonly logResult?: string;
    }
  /** The function failed. The payload is its error, `{"errorType", "errorMessage", "trace"}`. */
  | { readonly kind: 'FUNCTION_ERROR'; readonly payload: string }
  /** Lambda did not run the function. */
  | { readonly kind: 'SERVICE_ERROR'; readonly error: string; readonly cause: string };

/** Invokes functions by name, in this process or elsewhere. */
export interface LambdaService {
  invoke(invocation: LambdaInvocation): Promise<LambdaAnswer>;
}

export interface LambdaInvocation {
  readonly name: string;
  readonly qualifier?: string;
  /** JSON text of the event. */
  readonly payload: string;
  /** True to return the end of the log. Default false. */
  readonly withLog?: boolean;
  /** Aborts when the caller no longer needs the response. */
  readonly signal: AbortSignal;
}
