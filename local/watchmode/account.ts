import { ApiError } from './api-error.ts';
import { MINUTE_MS } from '../../events/instant.ts';

/** What a key may use and has used: requests a minute and credits. */
export class Account {
  readonly #quota: number;
  readonly #requestsPerMinute: number;
  readonly #now: () => number;
  #minute = -1;
  #requestsThisMinute = 0;
  #requests = 0;
  #creditsUsed = 0;

  /**
   * @param limits.quota Credits that may be spent.
   * @param limits.requestsPerMinute Requests that one minute of the clock may hold.
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

  /** Requests of the present minute of the clock, and how many it may hold. */
  get pace(): { requestsThisMinute: number; requestsPerMinute: number } {
    const isNow = Math.floor(this.#now() / MINUTE_MS) === this.#minute;
    return {
      requestsThisMinute: isNow ? this.#requestsThisMinute : 0,
      requestsPerMinute: this.#requestsPerMinute,
    };
  }

  /** Counts a request. @throws ApiError 429 when this minute holds as many as it may. */
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

  /** The response to a request that came too soon. */
  rateLimited(): ApiError {
    const nextMinute = Math.ceil((MINUTE_MS - (this.#now() % MINUTE_MS)) / 1000);
    return new ApiError(429, 'The rate limit was exceeded.', { 'Retry-After': String(nextMinute) });
  }

  /** Makes sure that a response can be paid for. @throws ApiError 402 when too few credits are left. */
  requireCredits(credits: number): void {
    if (this.#creditsUsed + credits > this.#quota) {
      throw new ApiError(402, `The quota of ${this.#quota} credits does not allow this request.`);
    }
  }

  /** Takes the credits that a response costs. */
  charge(credits: number): void {
    this.#creditsUsed += credits;
  }

  /** The headers that every response to this account carries. */
  headers(): Record<string, string> {
    return {
      'X-RateLimit-Limit': String(this.#requestsPerMinute),
      'X-RateLimit-Remaining': String(Math.max(0, this.#requestsPerMinute - this.#requestsThisMinute)),
      'X-Account-Quota': String(this.#quota),
      'X-Account-Quota-Used': String(this.#creditsUsed),
    };
  }
}
