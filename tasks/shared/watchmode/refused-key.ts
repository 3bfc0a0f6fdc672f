import type { Feed } from '../../../events/types.ts';
import type { TaskError } from '../errors/task-error.ts';
import { WatchmodePlanRequired } from '../errors/watchmode-errors.ts';
import type { HttpResponse } from './http.ts';
import { isKeyRefused, quotaExceeded, refusalOf } from './refusal.ts';
import type { AccountStatus } from './responses.ts';
import { readResponse } from './validate-response.ts';

/** A request whose key was refused. */
export interface RefusedRequest {
  readonly response: HttpResponse;
  /** What the request costs. */
  readonly credits: number;
  /** The feed that it reads, where not every plan has it. */
  readonly paidFeed?: Feed;
}

/**
 * Why Watchmode refuses a key (401 or 403): it is bad, or good and its credits are used up, or good and its plan has
 * no such feed. `/status`, which costs nothing, tells them apart.
 *
 * @param status The response to `/status` with the same key.
 * @throws WatchmodeUnexpectedResponse when `/status` answers what it should not
 */
export function explainRefusedKey(
  { response, credits, paidFeed }: RefusedRequest,
  status: HttpResponse,
  apiKey: string,
): TaskError {
  const refused = refusalOf(response, { apiKey, credits });
  if (isKeyRefused(status)) return refused;
  // Whether the key is good is not known as long as `/status` gives no response.
  if (status.status !== 200) return refusalOf(status, { apiKey, credits: 0 });
  const left = creditsLeftIn(readResponse('AccountStatus', status));
  if (left !== null && left < credits) return quotaExceeded(response, left);
  return paidFeed === undefined
    ? refused
    : new WatchmodePlanRequired(response.request, paidFeed, response.status);
}

function creditsLeftIn({ quota = null, quotaUsed = null }: AccountStatus): number | null {
  return quota === null || quotaUsed === null ? null : quota - quotaUsed;
}
