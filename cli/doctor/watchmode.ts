import fetch from 'node-fetch';
import { isError } from '../native-error.ts';
import { type Finding, failed, ok, skipped, warning } from './check.ts';

/** Whom to ask, and with which key. The key travels in a header and is in no message. */
export interface WatchmodeAccess {
  readonly baseUrl: string;
  readonly apiKey: string;
}

export const WATCHMODE_URL = 'https://api.watchmode.com/v1';

const TIMEOUT_MS = 10_000;
/** Below this share of the quota it is time to think of the rest of the month. */
const LOW_SHARE = 0.1;

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function get({ baseUrl, apiKey }: WatchmodeAccess, path: string): Promise<Answer> {
  const response = await fetch(baseUrl + path, {
    headers: { 'X-API-Key': apiKey, Accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    // Followed, a redirect would take the key to whatever host it names.
    redirect: 'manual',
  });
  return { status: response.status, body: await response.text() };
}

/** Whether the key is good and how many credits are left. `/status` costs none. */
export async function checkKey(access: WatchmodeAccess, putKey: string): Promise<Finding> {
  try {
    const { status, body } = await get(access, '/status/');
    if (status === 401) return failed('Watchmode refuses the key', putKey);
    if (status !== 200) return warning(`Watchmode answers ${status}`, 'try again later');
    const { quota, quotaUsed } = JSON.parse(body) as { quota?: unknown; quotaUsed?: unknown };
    if (typeof quota !== 'number' || typeof quotaUsed !== 'number') {
      return warning('the key is valid; Watchmode does not say how many credits are left', 'try again later');
    }
    const left = quota - quotaUsed;
    const detail = `valid, ${left} of ${quota} credits left`;
    if (left <= 0) return failed(detail, 'wait for the quota to reset, or raise it');
    return left < quota * LOW_SHARE ? warning(detail, 'use fewer titles, or raise the quota') : ok(detail);
  } catch (error) {
    return unreachable(access, error);
  }
}

/**
 * Whether the plan has a feed, by asking for one title of it, which costs at most one credit. `releases` is in every
 * plan and is not asked for.
 *
 * @param today a day as Watchmode writes it, YYYYMMDD
 */
export async function checkPlan(access: WatchmodeAccess, feed: string, today: string): Promise<Finding> {
  if (feed === 'releases') return ok('every plan has the feed releases');
  try {
    const { status } = await get(access, `/changes/${feed}/?start_date=${today}&limit=1`);
    if (status === 200) return ok(`has the feed ${feed}`);
    if (status === 401 || status === 403) {
      return failed(`does not have the feed ${feed}`, 'use the feed releases, or change the plan');
    }
    return skipped(`Watchmode answers ${status}`);
  } catch (error) {
    return unreachable(access, error);
  }
}

function unreachable({ baseUrl }: WatchmodeAccess, error: unknown): Finding {
  const reason = isError(error) ? error.message : String(error);
  return warning(`cannot ask ${baseUrl}: ${reason}`, 'check the network and WATCHMODE_BASE_URL');
}
