import type { KinesisClient } from '@aws-sdk/client-kinesis';

/** A stream and what reading it needs. */
export interface StreamAccess {
  readonly client: KinesisClient;
  readonly streamName: string;
  readonly clock: StreamClock;
  /** Ends the reading at once: it rejects with the signal's reason. @default never */
  readonly signal?: AbortSignal;
}

/** The time, and pauses in it. */
export interface StreamClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after `milliseconds`; rejects as soon as the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** A stream and a signal, which may never be aborted. */
export type Access = Required<StreamAccess>;

/** Fills in a signal that is never aborted where none is given. */
export function withSignal(access: StreamAccess): Access {
  return { ...access, signal: access.signal ?? new AbortController().signal };
}

/** Runs requests that a signal may end. The SDK has an error of its own for that: the signal's reason takes its place. */
export async function abortable<T>(signal: AbortSignal, requests: () => Promise<T>): Promise<T> {
  try {
    signal.throwIfAborted();
    return await requests();
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}
