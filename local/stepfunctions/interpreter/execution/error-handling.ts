import type { Catcher, Retrier, State } from '../definition/model.ts';
import type { JsonValue } from '../json.ts';
import type { Random } from '../ports.ts';
import type { StateFailure } from '../state-failure.ts';

const TIMEOUTS: readonly (string | undefined)[] = ['States.Timeout', 'States.HeartbeatTimeout'];

/** True if a name in `ErrorEquals` matches a failure. */
function matches(name: string, { error }: StateFailure): boolean {
  if (name === error) return true;
  if (name === 'States.Timeout') return TIMEOUTS.includes(error);
  if (name === 'States.ALL') return true;
  return name === 'States.TaskFailed' && !TIMEOUTS.includes(error);
}

/**
 * Returns the index of the first retrier or catcher that matches, or -1. `States.Runtime` matches none.
 * @example
 * firstMatch([{ errorEquals: ['States.TaskFailed'] }], new StateFailure('NotFound', 'No such title')); // 0
 */
export function firstMatch(
  handlers: readonly Pick<Retrier | Catcher, 'errorEquals'>[],
  failure: StateFailure,
): number {
  if (failure.fatal) return -1;
  return handlers.findIndex(({ errorEquals }) => errorEquals.some((name) => matches(name, failure)));
}

/** Counts the retries of one visit, per retrier. */
export class RetryCounters {
  readonly #used: number[] = [];

  /** @param used Previous retries, by retrier. */
  constructor(used: readonly number[] = []) {
    this.#used.push(...used);
  }

  /** Returns the next retry; `undefined` if no retrier matches or its attempts are used up. */
  next(
    retriers: readonly Retrier[],
    failure: StateFailure,
    random: Random,
  ): { readonly index: number; readonly delaySeconds: number } | undefined {
    const index = firstMatch(retriers, failure);
    const retrier = retriers[index];
    if (retrier === undefined) return undefined;
    const used = this.#used[index] ?? 0;
    if (used >= retrier.maxAttempts) return undefined;
    this.#used[index] = used + 1;
    return { index, delaySeconds: delaySeconds(retrier, used, random) };
  }
}

/** Returns the delay of a retry. `used` is the number of earlier retries. */
function delaySeconds(retrier: Retrier, used: number, random: Random): number {
  const grown = retrier.intervalSeconds * retrier.backoffRate ** used;
  const capped = Math.min(grown, retrier.maxDelaySeconds ?? Number.MAX_SAFE_INTEGER);
  return retrier.fullJitter ? capped * random.next() : capped;
}

/** Returns `$states.errorOutput`, which is also the default output of a catcher. */
export function errorOutput({ error, reason }: StateFailure): JsonValue {
  return { Error: error ?? '', Cause: reason ?? '' };
}

/** Returns the retriers and catchers of a state. Most types have none. */
export function handlersOf(state: State): {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
} {
  return 'retry' in state ? state : { retry: [], catch: [] };
}
