import { kindOfFailure } from '../../operate/aws/failed-call.ts';
import { isError } from '../../operate/native-error.ts';
import type { Service } from './explain.ts';

type Next = <Args, Result>(next: (args: Args) => Promise<Result>) => (args: Args) => Promise<Result>;

interface Options<Step> {
  readonly step: Step;
  readonly priority: 'low';
  readonly name: string;
}

/** The part of an SDK client's middleware stack that is used. */
interface WatchedClient {
  readonly middlewareStack: {
    readonly add: ((middleware: Next, options: Options<'initialize'>) => void) &
      ((middleware: Next, options: Options<'finalizeRequest'>) => void);
  };
}

/** The calls of a service that have not ended. */
interface Calls {
  pending: number;
  /** The error of the last attempt, and the time of the first of the attempts in sequence that failed. */
  failing: { readonly error: Error; readonly since: number } | undefined;
}

/**
 * Watches the attempts of SDK clients. A client that is throttled or finds no server repeats a call for up to half a
 * minute before it fails; a page must not wait that long to say so.
 */
export class Struggles {
  readonly #calls = new Map<Service, Calls>();

  /** @param now the time in milliseconds of a monotonic clock */
  constructor(readonly now: () => number) {}

  /** Watches each attempt of a client's calls. */
  watch(client: WatchedClient, service: Service): void {
    const calls: Calls = { pending: 0, failing: undefined };
    this.#calls.set(service, calls);
    client.middlewareStack.add(
      (next) => async (args) => {
        calls.pending += 1;
        try {
          return await next(args);
        } finally {
          calls.pending -= 1;
          if (calls.pending === 0) calls.failing = undefined;
        }
      },
      { step: 'initialize', priority: 'low', name: 'countCalls' },
    );
    client.middlewareStack.add(
      (next) => async (args) => {
        try {
          const result = await next(args);
          calls.failing = undefined;
          return result;
        } catch (error) {
          const since = calls.failing?.since ?? this.now();
          calls.failing = isError(error) && isRepeated(error) ? { error, since } : undefined;
          throw error;
        }
      },
      // Inside of the SDK's retries.
      { step: 'finalizeRequest', priority: 'low', name: 'watchAttempts' },
    );
  }

  /** Returns the error for which calls of a service have been repeated for so long; undefined if there is none. */
  of(service: Service, milliseconds = 0): Error | undefined {
    const failing = this.#calls.get(service)?.failing;
    return failing !== undefined && this.now() - failing.since >= milliseconds ? failing.error : undefined;
  }
}

/** True for an error after which the SDK repeats the call. */
function isRepeated(error: Error): boolean {
  const kind = kindOfFailure(error);
  if (kind === 'refused call') return '$fault' in error && error.$fault === 'server';
  return kind === 'throttled' || kind === 'refused connection' || kind === 'unreachable';
}
