import { setMaxListeners } from 'node:events';
import type { KinesisClient } from '@aws-sdk/client-kinesis';

/** A stream, with the client and the clock to read it. */
export interface StreamAccess {
  readonly client: KinesisClient;
  readonly streamName: string;
  readonly clock: StreamClock;
  /** Stops the reading, which rejects with the signal's reason. @default never */
  readonly signal?: AbortSignal;
}

/** A clock with pauses. */
export interface StreamClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after `milliseconds`; rejects as soon as the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** A stream with a signal. */
export type Access = Required<StreamAccess>;

/** Adds a signal that never aborts, unless there is one. */
export function withSignal(access: StreamAccess): Access {
  return { ...access, signal: forManyShards(access.signal ?? new AbortController().signal) };
}

/** Lets each shard of a stream wait for a signal. Node.js warns of a leak from the eleventh listener on. */
export function forManyShards(signal: AbortSignal): AbortSignal {
  setMaxListeners(0, signal);
  return signal;
}

/** Runs requests that a signal may abort. Rejects with the signal's reason instead of the SDK's own error. */
export async function abortable<T>(signal: AbortSignal, requests: () => Promise<T>): Promise<T> {
  try {
    signal.throwIfAborted();
    return await requests();
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}
