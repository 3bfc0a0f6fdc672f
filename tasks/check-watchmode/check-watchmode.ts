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
import type { WatchmodeAccount } from '../shared/watchmode/connection.ts';
import type { Titles } from '../shared/watchmode/titles.ts';
import { CREDITS_PER_DETAILS } from '../../events/credits.ts';

/** The ports and settings of {@link createCheckWatchmode}. */
export interface CheckWatchmodePorts {
  readonly watchmode: WatchmodeAccount & Titles;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** The title whose details are requested. */
  readonly probeTitleId: number;
}

/**
 * The task check-watchmode: takes a `CheckWatchmodeInput`, returns a `WatchmodeCheck` when Watchmode answers.
 *
 * It requests /status, which is free. If no title of the batch was fetched, it also requests the details of one title. Any
 * response of Watchmode itself counts, even that the title does not exist. A refusal of this title concerns every title.
 *
 * Rejects with InvalidInput, ConfigurationError or a WatchmodeError. After Unavailable and RateLimited, a later attempt can
 * succeed.
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

/** Returns true if the response costs credits; rejects if there is none. */
async function isAnswered(asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking;
    return true;
  } catch (error) {
    if (error instanceof WatchmodeTitleNotFound) return false;
    if (error instanceof WatchmodeTitleRefused) throw everyTitleRefused(error);
    if (!(error instanceof WatchmodeUnexpectedResponse)) throw error;
    // JSON that breaks the schema is Watchmode's own. A status such as 400 can come from anything in between.
    if (error.violations.length > 0) return true;
    const problem = 'the response does not come from Watchmode itself';
    throw new WatchmodeUnavailable(error.request, problem, null, { cause: error });
  }
}

function everyTitleRefused(error: WatchmodeTitleRefused): WatchmodeUnauthorized {
  const { request, status, statusMessage } = error;
  const problem = "Watchmode accepts the key for /status, but refuses titles' details";
  return new WatchmodeUnauthorized(request, status, statusMessage, problem, { cause: error });
}
