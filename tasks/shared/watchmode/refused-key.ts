import type { Feed } from '../../../events/types.ts';
import type { TaskError } from '../errors/task-error.ts';
import { WatchmodePlanRequired, WatchmodeUnauthorized } from '../errors/watchmode-errors.ts';
import type { HttpResponse } from './http.ts';
import { isKeyRefused, quotaExceeded, refusalOf } from './refusal.ts';
import { titleRefused } from './refused-title.ts';
import type { AccountStatus } from './responses.ts';
import { readResponse } from './validate-response.ts';

/** A request that was refused, it seems for its key or its credits. */
export interface RefusedRequest {
  readonly response: HttpResponse;
  /** What the request costs. */
  readonly credits: number;
  /** The feed that it reads, where not every plan has it. */
  readonly paidFeed?: Feed;
  /** The title that it is about. */
  readonly titleId?: number;
}

/**
 * Explains why Watchmode refuses a request with 401 or 403, or with 402 for a title: the key is bad, or it is good and its
 * credits are used up, or it is good and Watchmode withholds this title, or its plan has no such feed. `/status`, which
 * costs nothing, tells them apart.
 *
 * @param status The response to `/status` with the same key.
 * @throws WatchmodeUnavailable or WatchmodeUnexpectedResponse when `/status` answers what it should not
 */
export function explainRefusedKey(
  { response, credits, paidFeed, titleId }: RefusedRequest,
  status: HttpResponse,
  apiKey: string,
): TaskError {
  const refused = refusalOf(response, { apiKey, credits });
  if (isKeyRefused(status) && refused instanceof WatchmodeUnauthorized) return refused;
  // Whether the key is good is not known as long as `/status` gives no response.
  if (status.status !== 200) return refusalOf(status, { apiKey, credits: 0 });
  const left = creditsLeftIn(readResponse('AccountStatus', status));
  if (left !== null && left < credits) return quotaExceeded(response, left);
  if (titleId !== undefined) return titleRefused(response, titleId, apiKey);
  return paidFeed === undefined
    ? refused
    : new WatchmodePlanRequired(response.request, paidFeed, response.status);
}

function creditsLeftIn({ quota = null, quotaUsed = null }: AccountStatus): number | null {
  return quota === null || quotaUsed === null ? null : quota - quotaUsed;
}
