import type { Feed } from '../../../events/types.ts';
import type { TaskError } from '../errors/task-error.ts';
import { WatchmodePlanRequired, WatchmodeUnauthorized } from '../errors/watchmode-errors.ts';
import type { HttpResponse } from './http.ts';
import { isKeyRefused, quotaExceeded, refusalOf } from './refusal.ts';
import { titleRefused } from './refused-title.ts';
import type { AccountStatus } from './responses.ts';
import { readResponse } from './validate-response.ts';
import * as validators from './validators.mjs';

/** A request that was apparently refused because of its key or its credits. */
export interface RefusedRequest {
  readonly response: HttpResponse;
  /** The cost of the request. */
  readonly credits: number;
  /** The requested feed, if it needs a paid plan. */
  readonly paidFeed?: Feed;
  /** The requested title. */
  readonly titleId?: number;
}

/**
 * Explains a refusal with 401 or 403, or with 402 for a title: the key is invalid, the credits are used up, Watchmode
 * withholds this title, or the plan does not include the feed. `/status`, which is free, distinguishes them.
 *
 * @param status The response to `/status` with the same key.
 * @throws WatchmodeUnavailable or WatchmodeUnexpectedResponse for an unexpected response to `/status`
 */
export function explainRefusedKey(
  { response, credits, paidFeed, titleId }: RefusedRequest,
  status: HttpResponse,
  apiKey: string,
): TaskError {
  const refused = refusalOf(response, { apiKey, credits });
  if (isKeyRefused(status) && refused instanceof WatchmodeUnauthorized) return refused;
  // Without a response of `/status`, the key may be valid or not.
  if (status.status !== 200) return refusalOf(status, { apiKey, credits: 0 });
  const left = creditsLeftIn(readResponse({ AccountStatus: validators.AccountStatus }, status));
  if (left !== null && left < credits) return quotaExceeded(response, left);
  if (titleId !== undefined) return titleRefused(response, titleId, apiKey);
  return paidFeed === undefined
    ? refused
    : new WatchmodePlanRequired(response.request, paidFeed, response.status);
}

function creditsLeftIn({ quota = null, quotaUsed = null }: AccountStatus): number | null {
  return quota === null || quotaUsed === null ? null : quota - quotaUsed;
}
