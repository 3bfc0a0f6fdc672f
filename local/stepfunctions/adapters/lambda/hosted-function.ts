import type { Context } from 'aws-lambda';

/** The code of a function, as a `handler.ts` exports it. Event and result are JSON values. */
export type FunctionHandler = (event: unknown, context: Context) => Promise<unknown>;

/** A Lambda function that runs in this process. */
export interface HostedFunction {
  readonly handler: FunctionHandler;
  /** Timeout of an invocation in milliseconds. Default 3000, as on Lambda. */
  readonly timeoutMs?: number;
  /** The maximum concurrency. Further invocations wait in order, before their timeout starts. Default: no limit. */
  readonly atOnce?: number;
  /** The memory limit in the context object, in MB. It is not enforced. Default 128. */
  readonly memoryLimitInMB?: number;
}

/** Functions by name. */
export type HostedFunctions = Readonly<Record<string, HostedFunction>>;
