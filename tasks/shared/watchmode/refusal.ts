import type { TaskError } from '../errors/task-error.ts';
import {
  WatchmodeQuotaExceeded,
  WatchmodeRateLimited,
  WatchmodeUnauthorized,
  WatchmodeUnavailable,
  WatchmodeUnexpectedResponse,
} from '../errors/watchmode-errors.ts';
import type { HttpResponse } from './http.ts';

/** The maximum number of characters of a status message. */
const MAX_MESSAGE_LENGTH = 120;

/** Returns true if Watchmode refuses the key or its permissions. Documented as 401, on one page as 403. */
export function isKeyRefused({ status }: HttpResponse): boolean {
  return status === 401 || status === 403;
}

/** The facts about a refused request. */
export interface RefusedRequest {
  /** The key, which the message must not contain. */
  readonly apiKey: string;
  /** The cost of the request. */
  readonly credits: number;
}

/** Returns the error for a response other than 2xx. */
export function refusalOf(response: HttpResponse, { apiKey, credits }: RefusedRequest): TaskError {
  const { request, status } = response;
  const message = statusMessageOf(response, apiKey);
  const because = message === '' ? '' : `: ${message}`;
  const left = creditsLeftOf(response);
  const isBeyondQuota = left !== null && left < credits && (status === 429 || isKeyRefused(response));
  if (status === 402 || isBeyondQuota) return quotaExceeded(response, left, because);
  if (status === 429) {
    return new WatchmodeRateLimited(request, retryAfterSecondsOf(response), requestsPerMinuteOf(response));
  }
  if (isKeyRefused(response)) return new WatchmodeUnauthorized(request, status, message);
  // Redirects are not followed. After a temporary one, a retry helps, as after a 5xx.
  if (status >= 500 || status < 400 || status === 408) {
    return new WatchmodeUnavailable(request, `Watchmode answers ${status}${because}`, status);
  }
  return new WatchmodeUnexpectedResponse(request, `Watchmode answers ${status}${because}`);
}

/** Returns X-RateLimit-Limit, the plan's requests a minute; null if the response does not have it. */
export function requestsPerMinuteOf(response: HttpResponse): number | null {
  const limit = countIn(response, 'x-ratelimit-limit');
  return limit === 0 ? null : limit;
}

/** Returns X-Account-Quota less X-Account-Quota-Used; null if the response does not have them. */
export function creditsLeftOf(response: HttpResponse): number | null {
  const quota = countIn(response, 'x-account-quota');
  const used = countIn(response, 'x-account-quota-used');
  return quota === null || used === null ? null : Math.max(0, quota - used);
}

/** Creates the error for a request that the credits do not pay for. `left` is null if unknown. */
export function quotaExceeded(
  { request, status }: HttpResponse,
  left: number | null,
  because = '',
): WatchmodeQuotaExceeded {
  const problem = `the account's credits are used up (${status}${because})`;
  return new WatchmodeQuotaExceeded(request, problem, { needed: null, left });
}

function retryAfterSecondsOf(response: HttpResponse): number | null {
  return countIn(response, 'retry-after');
}

function countIn(response: HttpResponse, header: string): number | null {
  const value = response.header(header)?.trim() ?? '';
  return /^\d{1,15}$/.test(value) ? Number(value) : null;
}

/**
 * Returns Watchmode's message, `{"statusMessage": "..."}`, or the start of another body, shortened and without the key.
 */
export function statusMessageOf({ body }: HttpResponse, apiKey: string): string {
  const words = (statusMessageIn(body) ?? body).replaceAll(apiKey, '(key)').replaceAll(/\s+/g, ' ').trim();
  return words.length <= MAX_MESSAGE_LENGTH ? words : `${words.slice(0, MAX_MESSAGE_LENGTH - 3)}...`;
}

function statusMessageIn(body: string): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    // An error page in HTML is shown unchanged.
  }
  return typeof parsed === 'object' &&
    parsed !== null &&
    'statusMessage' in parsed &&
    typeof parsed.statusMessage === 'string'
    ? parsed.statusMessage
    : undefined;
}
