import type { Context } from 'aws-lambda';

/** The code of a function: what a `handler.ts` exports. It gets and gives values that JSON can carry. */
export type FunctionHandler = (event: unknown, context: Context) => Promise<unknown>;

/** A function that runs in this process as it would on Lambda. */
export interface HostedFunction {
  readonly handler: FunctionHandler;
  /** Milliseconds an invocation may take. Default 3000, as on Lambda. */
  readonly timeoutMs?: number;
  /**
   * Invocations that run at once; the others wait for their turn, in the order they came, before their time begins to
   * run, as for a cold start. Default: no limit.
   */
  readonly atOnce?: number;
  /** What the context tells the handler, in MB; nothing enforces it. Default 128. */
  readonly memoryLimitInMB?: number;
}

/** The functions by their names. */
export type HostedFunctions = Readonly<Record<string, HostedFunction>>;
