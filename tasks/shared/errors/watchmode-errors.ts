import { formatViolations, type Violation } from '../../../events/validate.ts';
import { TaskError } from './task-error.ts';

/** The base of all errors between a task and Watchmode. */
export abstract class WatchmodeError extends TaskError {
  /** Method and path, with the query of a listing. It never contains the key, which is in a header. */
  abstract readonly request: string;
}

/**
 * Watchmode refuses the key (401 or 403) although credits are left, or accepts the key for /status and refuses every title.
 * Put a valid key into the secret or the environment, then redrive.
 */
export class WatchmodeUnauthorized extends WatchmodeError {
  override readonly name = 'Watchmode.Unauthorized';

  constructor(
    readonly request: string,
    readonly status: number,
    readonly statusMessage: string,
    problem = 'Watchmode refuses the API key',
    options?: ErrorOptions,
  ) {
    super(`${request}: ${problem} (${status}${said(statusMessage)}); check the key, then redrive`, options);
  }
}

/** The key is valid, but its plan does not include the feed. Use the feed releases or catalogue, or a paid plan. */
export class WatchmodePlanRequired extends WatchmodeError {
  override readonly name = 'Watchmode.PlanRequired';

  constructor(
    readonly request: string,
    readonly feed: string,
    readonly status: number,
  ) {
    super(
      `${request}: the feed ${feed} needs a paid Watchmode plan (${status}, although the key is valid); ` +
        'the feeds releases and catalogue do not: `tvguide start --feed releases`, or, without a deployment, ' +
        '`tvguide run --live --feed releases`',
    );
  }
}

/**
 * The account's credits do not suffice: Watchmode refuses the request (402, or 401, 403 or 429 with the quota used up),
 * or the run needs more than are left. Redrive after the quota resets, or start a smaller run if a month has too few.
 */
export class WatchmodeQuotaExceeded extends WatchmodeError {
  override readonly name = 'Watchmode.QuotaExceeded';

  constructor(
    readonly request: string,
    problem: string,
    /** Null if unknown. */
    readonly credits: { readonly needed: number | null; readonly left: number | null },
    remedy = 'redrive after the quota resets',
  ) {
    super(`${request}: ${problem}; ${remedy}`);
  }
}

/** 429 within the quota: too many requests a minute. The state machine retries the task. */
export class WatchmodeRateLimited extends WatchmodeError {
  override readonly name = 'Watchmode.RateLimited';

  constructor(
    readonly request: string,
    /** From Retry-After (RFC 9110, 10.2.3); null without it. */
    readonly retryAfterSeconds: number | null,
    /** From X-RateLimit-Limit; null without it. */
    readonly requestsPerMinute: number | null,
  ) {
    const limit = requestsPerMinute === null ? '' : ` of ${requestsPerMinute} requests a minute`;
    const advice = retryAfterSeconds === null ? '' : `; it asks to wait ${retryAfterSeconds} s`;
    super(`${request}: over Watchmode's limit${limit}${advice}`);
  }
}

/**
 * Watchmode gave no usable answer: 5xx, timeout, connection reset, DNS, a 2xx response that is not JSON (a maintenance
 * page), or a listing with fewer titles than its total. The state machine retries the task.
 */
export class WatchmodeUnavailable extends WatchmodeError {
  override readonly name = 'Watchmode.Unavailable';

  constructor(
    readonly request: string,
    problem: string,
    /** Null if there was no answer or the status is not the fault. */
    readonly status: number | null,
    options?: ErrorOptions,
  ) {
    super(`${request}: ${problem}`, options);
  }
}

/**
 * A listing failed after some of its pages were paid for; `cause` has the reason. The state machine repeats it only a few
 * times, because each repetition pays for the pages again.
 */
export class WatchmodeListingInterrupted extends WatchmodeError {
  override readonly name = 'Watchmode.ListingInterrupted';

  constructor(
    readonly request: string,
    /** Pages paid for by this listing, including repeated ones. */
    readonly pagesPaid: number,
    cause: WatchmodeError,
  ) {
    super(`the listing stopped after ${pagesPaid} paid pages: ${cause.message}`, { cause });
  }
}

/** Watchmode does not know the title (404). The title is skipped. */
export class WatchmodeTitleNotFound extends WatchmodeError {
  override readonly name = 'Watchmode.TitleNotFound';

  constructor(
    readonly request: string,
    readonly titleId: number,
  ) {
    super(`${request}: Watchmode knows no title ${titleId}`);
  }
}

/**
 * Watchmode refuses the title (401, 402, 403, 410 or 451), although /status accepts the key and credits are left. The title
 * is deferred, unless Watchmode refuses every title.
 */
export class WatchmodeTitleRefused extends WatchmodeError {
  override readonly name = 'Watchmode.TitleRefused';

  constructor(
    readonly request: string,
    readonly titleId: number,
    readonly status: number,
    readonly statusMessage: string,
  ) {
    super(`${request}: Watchmode refuses title ${titleId} (${status}${said(statusMessage)})`);
  }
}

/**
 * Watchmode gave an unexpected response: JSON that breaks the schema, a response that is too large, or an unexpected 4xx
 * status. A title is deferred; a listing fails the run.
 */
export class WatchmodeUnexpectedResponse extends WatchmodeError {
  override readonly name = 'Watchmode.UnexpectedResponse';

  constructor(
    readonly request: string,
    problem: string,
    /** All violations of the response schema with their JSON pointers; empty if the fault is another one. */
    readonly violations: readonly Violation[] = [],
    options?: ErrorOptions,
  ) {
    super(
      `${request}: ${problem}${violations.length === 0 ? '' : `: ${formatViolations(violations)}`}`,
      options,
    );
  }
}

function said(statusMessage: string): string {
  return statusMessage === '' ? '' : `: ${statusMessage}`;
}
