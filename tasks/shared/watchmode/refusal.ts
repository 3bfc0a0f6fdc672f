import type { TaskError } from '../errors/task-error.ts';
import {
  WatchmodeQuotaExceeded,
  WatchmodeRateLimited,
  WatchmodeUnauthorized,
  WatchmodeUnavailable,
  WatchmodeUnexpectedResponse,
} from '../errors/watchmode-errors.ts';
import type { HttpResponse } from './http.ts';

/** How many characters of a status message are shown. */
const MAX_MESSAGE_LENGTH = 120;

/** Whether Watchmode refuses the key, or what the key may do. Documented as 401; one page of its texts says 403. */
export function isKeyRefused({ status }: HttpResponse): boolean {
  return status === 401 || status === 403;
}

/** What is known of a request that was refused. */
export interface RefusedRequest {
  /** What the message must not show. */
  readonly apiKey: string;
  /** What the request costs. */
  readonly credits: number;
}

/** The error that a response other than 2xx means. */
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
  // A redirect is not followed; where Watchmode has moved for the moment, trying again helps, as after a 5xx.
  if (status >= 500 || status < 400 || status === 408) {
    return new WatchmodeUnavailable(request, `Watchmode answers ${status}${because}`, status);
  }
  return new WatchmodeUnexpectedResponse(request, `Watchmode answers ${status}${because}`);
}

/** X-RateLimit-Limit: how many requests a minute the plan allows; null when the response does not say. */
export function requestsPerMinuteOf(response: HttpResponse): number | null {
  const limit = countIn(response, 'x-ratelimit-limit');
  return limit === 0 ? null : limit;
}

/** X-Account-Quota less X-Account-Quota-Used; null when the response does not say. */
export function creditsLeftOf(response: HttpResponse): number | null {
  const quota = countIn(response, 'x-account-quota');
  const used = countIn(response, 'x-account-quota-used');
  return quota === null || used === null ? null : Math.max(0, quota - used);
}

/** The account's credits do not pay for what was asked. `left` is null where Watchmode does not say. */
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
 * Watchmode's own words, `{"statusMessage": "..."}`, or the start of a body that is something else; shortened and without
 * the key.
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
    // An error page in HTML: shown as it is.
  }
  return typeof parsed === 'object' &&
    parsed !== null &&
    'statusMessage' in parsed &&
    typeof parsed.statusMessage === 'string'
    ? parsed.statusMessage
    : undefined;
}
