import {
  WatchmodeListingInterrupted,
  WatchmodeRateLimited,
  WatchmodeUnavailable,
} from '../shared/errors/watchmode-errors.ts';
import { CREDITS_PER_PAGE } from '../../events/credits.ts';
import type { ListingPorts } from './listing-ports.ts';

/** The maximum number of repeated requests for one page. */
export const MAX_REPEATS = 3;

/** The pause before the first repeated request for a page, in milliseconds. It doubles each time. */
const FIRST_PAUSE_MS = 2_000;

/** The longest wait for Retry-After, in milliseconds. */
const MAX_PAUSE_MS = 120_000;

/** The maximum total of the pauses of one listing, in milliseconds. */
const MAX_PAUSES_MS = 300_000;

/** The time that an invocation reserves for another request and the work after the listing, in milliseconds. */
const RESERVE_MS = 60_000;

/** Requests one page, again if the answer fails or is short. `require` checks the credits for each attempt. */
export type AskForPage = <Answer>(require: () => void, ask: () => Promise<Answer>) => Promise<Answer>;

/**
 * Creates the function that requests the pages of one listing at Watchmode's pace.
 *
 * After the first paid page, a page that is Unavailable or RateLimited is requested up to three times again, because a
 * new listing would pay for all pages again. Before that, and after the last attempt, the state machine repeats the
 * whole task.
 *
 * It rejects with the errors of `require` and `ask`, and with WatchmodeListingInterrupted if a page does not arrive.
 */
export function createPageAsker(ports: ListingPorts): AskForPage {
  const { budget, pace, telemetry, remainingMs = () => Number.POSITIVE_INFINITY } = ports;
  let pausesMs = 0;
  return async (require, ask) => {
    let pauseMs = 0;
    for (let repeats = 0; ; repeats += 1) {
      require();
      await pace(pauseMs);
      try {
        return await ask();
      } catch (error) {
        if (!isPassing(error) || budget.used() === 0) throw error;
        pauseMs = pauseAfter(error, repeats);
        const hasTime = pausesMs + pauseMs <= MAX_PAUSES_MS && pauseMs + RESERVE_MS <= remainingMs();
        if (repeats === MAX_REPEATS || !hasTime) throw interrupted(error, ports);
        pausesMs += pauseMs;
        telemetry.log('warn', 'requests a page of the listing again', { because: error.message, pauseMs });
      }
    }
  };
}

/** Creates the error of a listing that stops after paid pages. */
export function interrupted(
  error: WatchmodeUnavailable | WatchmodeRateLimited,
  { budget }: ListingPorts,
): WatchmodeListingInterrupted {
  return new WatchmodeListingInterrupted(error.request, budget.used() / CREDITS_PER_PAGE, error);
}

function isPassing(error: unknown): error is WatchmodeUnavailable | WatchmodeRateLimited {
  return error instanceof WatchmodeUnavailable || error instanceof WatchmodeRateLimited;
}

function pauseAfter(error: WatchmodeUnavailable | WatchmodeRateLimited, repeats: number): number {
  const retryAfterMs = error instanceof WatchmodeRateLimited ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
  return Math.min(Math.max(FIRST_PAUSE_MS * 2 ** repeats, retryAfterMs), MAX_PAUSE_MS);
}
