import { ApiError } from './api-error.ts';
import { MINUTE_MS } from '../../events/instant.ts';

/** The limits and the use of a key: requests a minute and credits. */
export class Account {
  readonly #quota: number;
  readonly #requestsPerMinute: number;
  readonly #now: () => number;
  #minute = -1;
  #requestsThisMinute = 0;
  #requests = 0;
  #creditsUsed = 0;

  /**
   * @param limits.quota Maximum number of credits.
   * @param limits.requestsPerMinute Maximum number of requests in one minute of the clock.
   * @param now Epoch milliseconds.
   */
  constructor(limits: { quota: number; requestsPerMinute: number }, now: () => number) {
    this.#quota = limits.quota;
    this.#requestsPerMinute = limits.requestsPerMinute;
    this.#now = now;
  }

  get requests(): number {
    return this.#requests;
  }

  get creditsUsed(): number {
    return this.#creditsUsed;
  }

  get status(): { quota: number; quotaUsed: number } {
    return { quota: this.#quota, quotaUsed: this.#creditsUsed };
  }

  /** The requests in the current minute of the clock, and their maximum. */
  get pace(): { requestsThisMinute: number; requestsPerMinute: number } {
    const isNow = Math.floor(this.#now() / MINUTE_MS) === this.#minute;
    return {
      requestsThisMinute: isNow ? this.#requestsThisMinute : 0,
      requestsPerMinute: this.#requestsPerMinute,
    };
  }

  /** Counts a request. @throws ApiError 429 if the limit of this minute is reached. */
  admit(): void {
    this.#requests += 1;
    const minute = Math.floor(this.#now() / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#requestsThisMinute = 0;
    }
    this.#requestsThisMinute += 1;
    if (this.#requestsThisMinute > this.#requestsPerMinute) throw this.rateLimited();
  }

  /** Creates the response to a request above the limit. */
  rateLimited(): ApiError {
    const nextMinute = Math.ceil((MINUTE_MS - (this.#now() % MINUTE_MS)) / 1000);
    return new ApiError(429, 'The rate limit was exceeded.', { 'Retry-After': String(nextMinute) });
  }

  /** Checks that the credits suffice for a response. @throws ApiError 402 if they do not. */
  requireCredits(credits: number): void {
    if (this.#creditsUsed + credits > this.#quota) {
      throw new ApiError(402, `The quota of ${this.#quota} credits does not allow this request.`);
    }
  }

  /** Spends the credits for a response. */
  charge(credits: number): void {
    this.#creditsUsed += credits;
  }

  /** Returns the headers of every response to this account. */
  headers(): Record<string, string> {
    return {
      'X-RateLimit-Limit': String(this.#requestsPerMinute),
      'X-RateLimit-Remaining': String(Math.max(0, this.#requestsPerMinute - this.#requestsThisMinute)),
      'X-Account-Quota': String(this.#quota),
      'X-Account-Quota-Used': String(this.#creditsUsed),
    };
  }
}
