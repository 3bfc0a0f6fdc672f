import { counted } from '../../../operate/format/plural.ts';
import fetch from 'node-fetch';
import { fixedApiKey } from '../../../tasks/shared/watchmode/api-key.ts';
import { createWatchmodeClient, type WatchmodeClient } from '../../../tasks/shared/watchmode/client.ts';
import { isChangesFeed } from '../../../tasks/shared/watchmode/listings.ts';
import type { Feed } from '../../../events/types.ts';
import { isError } from '../../../operate/native-error.ts';
import { type Finding, failed, ok, skipped, warning } from '../../findings/check.ts';

/** The address and the key of Watchmode. The key is sent in a header and appears in no message. */
export interface WatchmodeAccess {
  readonly baseUrl: string;
  readonly apiKey: string;
}

const TIMEOUT_MS = 10_000;
/** The share of the quota below which the check warns. */
const LOW_SHARE = 0.1;

function clientFor({ baseUrl, apiKey }: WatchmodeAccess): WatchmodeClient {
  return createWatchmodeClient({ baseUrl, apiKey: fixedApiKey(apiKey), fetch, timeoutMs: TIMEOUT_MS });
}

/** The credits of an account. */
export interface Credits {
  /** Those of a month. */
  readonly quota: number;
  readonly left: number;
}

/**
 * Checks the key and the remaining credits. `/status` costs no credits.
 *
 * @param take - receives the credits, if Watchmode says them
 */
export async function checkKey(
  access: WatchmodeAccess,
  putKey: string,
  take: (credits: Credits) => void = () => undefined,
): Promise<Finding> {
  try {
    const { quota = null, quotaUsed = null } = await clientFor(access).status();
    if (quota === null || quotaUsed === null) {
      return ok('valid; Watchmode does not say how many credits are left');
    }
    const left = quota - quotaUsed;
    take({ quota, left });
    const detail = `valid, ${left} of ${counted(quota, 'credit', 'credits')} left`;
    if (left <= 0) return failed(detail, 'wait for the quota to reset, or raise it');
    return left < quota * LOW_SHARE ? warning(detail, 'use fewer titles, or raise the quota') : ok(detail);
  } catch (error) {
    const { name, message } = factsOf(error);
    if (name === 'Watchmode.Unauthorized') return failed('Watchmode refuses the key', putKey);
    if (name === 'ConfigurationError') return failed(message, putKey);
    return unanswered(message);
  }
}

/**
 * Checks if the plan includes a feed, with a request for one title that costs at most one credit. `releases` and
 * `catalogue` are in every plan and need no request.
 *
 * @param today a day in Watchmode's format, YYYYMMDD
 */
export async function checkPlan(access: WatchmodeAccess, feed: Feed, today: string): Promise<Finding> {
  if (!isChangesFeed(feed)) return ok(`every plan has the feed ${feed}`);
  try {
    await clientFor(access).changes(feed, { startDate: today, endDate: today, page: 1, limit: 1 });
    return ok(`has the feed ${feed}`);
  } catch (error) {
    const { name, message } = factsOf(error);
    if (name === 'Watchmode.PlanRequired') {
      return failed(
        `does not have the feed ${feed}`,
        'use the feed releases or catalogue, or change the plan',
      );
    }
    return name === 'Watchmode.Unavailable' ? unanswered(message) : skipped(message);
  }
}

function unanswered(message: string): Finding {
  return warning(message, 'try again later; check the network and WATCHMODE_BASE_URL');
}

function factsOf(error: unknown): { readonly name: string; readonly message: string } {
  return isError(error) ? error : { name: 'unknown error', message: String(error) };
}
