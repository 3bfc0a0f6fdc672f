import type { Fetch } from './watchmode/http.ts';

/** Time. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /**
   * Milliseconds since some moment, which nobody can set: for durations and deadlines. `now` may jump when the
   * machine's clock is set, and is for stamps.
   */
  monotonic(): number;
  /** Resolves after `milliseconds`. */
  sleep(milliseconds: number): Promise<void>;
}

/** A number from 0 inclusive to 1 exclusive, for jitter. */
export type Random = () => number;

/** Takes one line of output, without its end. */
export type WriteLine = (line: string) => void;

/** An environment: the process's own, or one that the local runtime makes up. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a task uses of Lambda's context object. */
export interface InvocationContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** A Lambda handler: takes an event that nobody has checked yet, rejects with a `TaskError`. */
export type TaskHandler<Output> = (event: unknown, context: InvocationContext) => Promise<Output>;

/** What a host may put in place of the system's own. */
export interface Overrides {
  /** Where log and metric lines go. Default: standard output, which Lambda sends to CloudWatch Logs. */
  readonly writeLine?: WriteLine;
  /** Default: the system's clock. */
  readonly clock?: Clock;
  /** Default: `Math.random`. */
  readonly random?: Random;
  /** Sends the requests to Watchmode. Default: node-fetch. */
  readonly fetch?: Fetch;
}
