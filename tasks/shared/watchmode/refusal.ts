import type { TaskError } from '../errors/task-error.ts';
import {
  WatchmodeQuotaExceeded,
  WatchmodeRateLimited,
  WatchmodeUnauthorized,
  WatchmodeUnavailable,
  WatchmodeUnexpectedResponse,
} from '../errors/watchmode-errors.ts';
import type { Answer } from './http.ts';

/** A status message is shown up to so many characters. */
const MAX_MESSAGE_LENGTH = 120;

/** Whether Watchmode refuses the key, or what the key may do. Documented as 401; one page of its texts says 403. */
export function isKeyRefused({ status }: Answer): boolean {
  return status === 401 || status === 403;
}

/** The error that an answer other than 2xx means. `apiKey` is what the message must not show. */
export function refusalOf(answer: Answer, apiKey: string): TaskError {
  const { request, status } = answer;
  const message = statusMessageOf(answer, apiKey);
  const because = message === '' ? '' : `: ${message}`;
  if (status === 402 || ((status === 429 || status === 403) && isQuotaUsedUp(answer))) {
    return new WatchmodeQuotaExceeded(request, `the account's credits are used up (${status}${because})`, {
      needed: null,
      left: creditsLeftOf(answer),
    });
  }
  if (status === 429) {
    return new WatchmodeRateLimited(request, retryAfterSecondsOf(answer), requestsPerMinuteOf(answer));
  }
  if (isKeyRefused(answer)) return new WatchmodeUnauthorized(request, status, message);
  // A redirect is not followed; where Watchmode has moved for the moment, trying again helps, as after a 5xx.
  if (status >= 500 || status < 400 || status === 408) {
    return new WatchmodeUnavailable(request, `Watchmode answers ${status}${because}`, status);
  }
  return new WatchmodeUnexpectedResponse(request, `Watchmode answers ${status}${because}`);
}

/** X-RateLimit-Limit: how many requests a minute the plan allows; null when the answer does not say. */
export function requestsPerMinuteOf(answer: Answer): number | null {
  const limit = countIn(answer, 'x-ratelimit-limit');
  return limit === 0 ? null : limit;
}

/** X-Account-Quota less X-Account-Quota-Used; null when the answer does not say. */
export function creditsLeftOf(answer: Answer): number | null {
  const quota = countIn(answer, 'x-account-quota');
  const used = countIn(answer, 'x-account-quota-used');
  return quota === null || used === null ? null : Math.max(0, quota - used);
}

function isQuotaUsedUp(answer: Answer): boolean {
  return creditsLeftOf(answer) === 0;
}

function retryAfterSecondsOf(answer: Answer): number | null {
  return countIn(answer, 'retry-after');
}

function countIn(answer: Answer, header: string): number | null {
  const value = answer.header(header)?.trim() ?? '';
  return /^\d{1,15}$/.test(value) ? Number(value) : null;
}

/** Watchmode's own words, `{"statusMessage": "..."}`, or the start of a body that is something else. */
function statusMessageOf({ body }: Answer, apiKey: string): string {
  const words = (statusMessageIn(body) ?? body).replaceAll(apiKey, '(key)').replaceAll(/\s+/g, ' ').trim();
  return words.length <= MAX_MESSAGE_LENGTH ? words : `${words.slice(0, MAX_MESSAGE_LENGTH - 3)}...`;
}

function statusMessageIn(body: string): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    // An error page in HTML: shown as it is.
    return undefined;
  }
  return typeof parsed === 'object' &&
    parsed !== null &&
    'statusMessage' in parsed &&
    typeof parsed.statusMessage === 'string'
    ? parsed.statusMessage
    : undefined;
}
