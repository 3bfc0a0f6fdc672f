import type { Clock } from './stepfunctions/index.ts';

/** A stream or table did not become ACTIVE in time, or is being deleted. */
export class NotActiveError extends Error {
  override readonly name = 'NotActiveError';

  /**
   * @param resource For example `the table progress`.
   * @param status The status at the end of the wait.
   */
  constructor(
    readonly resource: string,
    readonly status: string,
  ) {
    super(`${resource} is ${status} and does not become ACTIVE`);
  }
}

/** The means to wait. */
export interface Waiting {
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  /** Cancels the wait. */
  readonly signal?: AbortSignal;
}

/** A stream or table, as the SDK describes and creates it. */
export interface Resource {
  /** For error messages, for example `the table progress`. */
  readonly name: string;
  readonly describe: (options: { abortSignal: AbortSignal }) => Promise<string | undefined>;
  readonly create: (options: { abortSignal: AbortSignal }) => Promise<unknown>;
}

/** The maximum time for a resource to become active, in milliseconds. AWS takes about ten seconds. */
const MAX_WAIT_MS = 120_000;
const FIRST_PAUSE_MS = 5;
const MAX_PAUSE_MS = 1_000;

/**
 * Creates a stream or table if it is missing, and waits until it is active.
 *
 * @throws NotActiveError if it is being deleted, or after two minutes
 */
export async function ensureActive(resource: Resource, { clock, signal }: Waiting): Promise<void> {
  const abortSignal = signal ?? new AbortController().signal;
  const deadline = clock.monotonic() + MAX_WAIT_MS;
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    const status = await unless('ResourceNotFoundException', resource.describe({ abortSignal }));
    if (status === 'ACTIVE') return;
    // Another caller may create it at the same time.
    if (status === undefined) await unless('ResourceInUseException', resource.create({ abortSignal }));
    if (status === 'DELETING' || clock.monotonic() >= deadline) {
      throw new NotActiveError(resource.name, status ?? 'missing');
    }
    await clock.sleep(pauseMs, abortSignal);
    pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
  }
}

/** Resolves to undefined if the call fails with this error. */
async function unless<Result>(errorName: string, call: Promise<Result>): Promise<Result | undefined> {
  try {
    return await call;
  } catch (error) {
    if ((error as { readonly name?: unknown }).name === errorName) return undefined;
    throw error;
  }
}
