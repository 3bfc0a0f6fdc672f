import type { Fetch } from './watchmode/http.ts';

/** Time. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /**
   * Milliseconds of a monotonic clock, for durations and deadlines. `now` is for timestamps, and jumps when the machine's
   * clock is set.
   */
  monotonic(): number;
  /** Resolves after `milliseconds`. */
  sleep(milliseconds: number): Promise<void>;
}

/** A number from 0 inclusive to 1 exclusive, for jitter. */
export type Random = () => number;

/** Writes one line of output, given without its line end. */
export type WriteLine = (line: string) => void;

/** An environment: that of the process, or one from the local runtime. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The used members of Lambda's context object. */
export interface InvocationContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** A Lambda handler. It takes an unchecked event and rejects with a `TaskError`. */
export type TaskHandler<Output> = (event: unknown, context: InvocationContext) => Promise<Output>;

/** The ports that a host can override. */
export interface Overrides {
  /** Writes log and metric lines. Default: to standard output, which Lambda sends to CloudWatch Logs. */
  readonly writeLine?: WriteLine;
  /** Default: the system's clock. */
  readonly clock?: Clock;
  /** Default: `Math.random`. */
  readonly random?: Random;
  /** Sends the requests to Watchmode. Default: node-fetch. */
  readonly fetch?: Fetch;
}
