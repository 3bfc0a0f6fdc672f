import type { WatchmodeCheck } from '../../events/types.ts';
import { CheckWatchmodeInput } from '../../events/validators.mjs';
import {
  WatchmodeTitleNotFound,
  WatchmodeTitleRefused,
  WatchmodeUnauthorized,
  WatchmodeUnavailable,
  WatchmodeUnexpectedResponse,
} from '../shared/errors/watchmode-errors.ts';
import type { Clock, TaskHandler } from '../shared/ports.ts';
import { readInput } from '../shared/read-input.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import type { WatchmodeClient } from '../shared/watchmode/client.ts';
import { CREDITS_PER_DETAILS } from '../../events/credits.ts';

/** What {@link createCheckWatchmode} needs. */
export interface CheckWatchmodePorts {
  readonly watchmode: WatchmodeClient;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** The title whose details are asked for. */
  readonly probeTitleId: number;
}

/**
 * The task check-watchmode: takes a `CheckWatchmodeInput`, returns a `WatchmodeCheck` when Watchmode answers.
 *
 * It asks for /status, which is free. It then asks for the details of one title, unless some of the batch were fetched,
 * which shows that Watchmode answers. Any answer of Watchmode's own counts, even that it knows no such title. A refusal
 * of this title as well concerns every title.
 *
 * Rejects with InvalidInput, ConfigurationError or a WatchmodeError: Unavailable or RateLimited while it is worth
 * waiting.
 */
export function createCheckWatchmode(ports: CheckWatchmodePorts): TaskHandler<WatchmodeCheck> {
  const { watchmode, clock, telemetry, probeTitleId } = ports;
  return async (event) => {
    const { fetched } = readInput({ CheckWatchmodeInput }, event);
    await isAnswered(watchmode.status());
    const isCharged = fetched === 0 && (await isAnswered(watchmode.details(probeTitleId)));
    const creditsUsed = isCharged ? CREDITS_PER_DETAILS : 0;
    telemetry.log('info', 'Watchmode answers', { fetched, creditsUsed });
    return { checkedAt: new Date(clock.now()).toISOString(), creditsUsed };
  };
}

/** Whether the answer is one that is paid for; rejects when there is none. */
async function isAnswered(asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking;
    return true;
  } catch (error) {
    if (error instanceof WatchmodeTitleNotFound) return false;
    if (error instanceof WatchmodeTitleRefused) throw everyTitleRefused(error);
    if (!(error instanceof WatchmodeUnexpectedResponse)) throw error;
    // JSON of another shape comes from Watchmode; a status such as 400 for a plain request may come from anything.
    if (error.violations.length > 0) return true;
    const problem = 'the answer is not of Watchmode itself';
    throw new WatchmodeUnavailable(error.request, problem, null, { cause: error });
  }
}

function everyTitleRefused(error: WatchmodeTitleRefused): WatchmodeUnauthorized {
  const { request, status, statusMessage } = error;
  const problem = "Watchmode takes the key for /status, but gives no title's details";
  return new WatchmodeUnauthorized(request, status, statusMessage, problem, { cause: error });
}
