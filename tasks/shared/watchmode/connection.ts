import type { Feed } from '../../../events/types.ts';
import type { Violation } from '../../../events/validate.ts';
import { WatchmodeQuotaExceeded, WatchmodeUnauthorized } from '../errors/watchmode-errors.ts';
import type { ApiKeySource } from './api-key.ts';
import { parseHttpDate } from './http-date.ts';
import { httpGet, type HttpResponse, type Fetch } from './http.ts';
import type { NotePart } from './read-parts.ts';
import { creditsLeftOf, refusalOf, requestsPerMinuteOf } from './refusal.ts';
import { explainRefusedKey } from './refused-key.ts';
import { titleRefusalOf } from './refused-title.ts';
import type { AccountStatus } from './responses.ts';
import { readResponse } from './validate-response.ts';
import * as validators from './validators.mjs';

/** The ports and settings of {@link connectToWatchmode}. */
export interface WatchmodeOptions {
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly apiKey: ApiKeySource;
  readonly fetch: Fetch;
  readonly observe?: ObserveRequest;
  /** Receives the parts of a title or of a list of names that break the schema and are left out. */
  readonly noteOddParts?: (request: string, parts: readonly Violation[]) => void;
}

/** Receives every request. The returned function receives its response with any status. */
export type ObserveRequest = (request: string) => (response: {
  readonly status: number;
  /** Null if the response does not have it. */
  readonly creditsLeft: number | null;
}) => void;

/** A path with its query, and its name in messages, which leaves out an uninteresting query. */
export interface Target {
  readonly path: string;
  readonly label?: string;
  /** The cost of the request. */
  readonly credits: number;
  /** The requested feed, if it needs a paid plan. */
  readonly paidFeed?: Feed;
  /** The requested title. */
  readonly titleId?: number;
}

/**
 * The account of a key at Watchmode.
 *
 * Every request to Watchmode rejects with a `WatchmodeError`: Unauthorized, QuotaExceeded, RateLimited, Unavailable or
 * UnexpectedResponse; with ConfigurationError if there is no key.
 */
export interface WatchmodeAccount {
  /** Reads the credits of the account. Free of charge. */
  status(): Promise<AccountStatus>;
  /** Returns the requests a minute in the last response; null if unknown. */
  requestsPerMinute(): number | null;
  /** Returns Watchmode's time of the last response, in epoch milliseconds; null if unknown. */
  serverTime(): number | null;
}

/**
 * A connection to Watchmode's API, version 1 (https://api.watchmode.com/docs). Every call sends one request, and one to
 * /status if that explains a refusal. Callers retry. The key is only in the header X-API-Key.
 */
export interface WatchmodeConnection extends WatchmodeAccount {
  /** Returns the response to a request if it is 2xx. */
  readonly get: (target: Target) => Promise<HttpResponse>;
  /** Reads the response to a request without its invalid parts. */
  readonly getParts: <Value>(
    target: Target,
    read: (response: HttpResponse, note: NotePart) => Value,
  ) => Promise<Value>;
}

const STATUS: Target = { path: '/status', credits: 0 };

/** Connects to Watchmode. The requests of a task besides `/status` are in `listings`, `names` and `titles`. */
export function connectToWatchmode(options: WatchmodeOptions): WatchmodeConnection {
  const { timeoutMs, apiKey, fetch, observe, noteOddParts } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  let requestsPerMinute: number | null = null;
  let serverTime: number | null = null;

  async function send(
    { path, label = path }: Pick<Target, 'path' | 'label'>,
    key: string,
  ): Promise<HttpResponse> {
    const request = `GET ${label}`;
    const noteResponse = observe?.(request);
    const response = await httpGet(fetch, { url: baseUrl + path, request, apiKey: key, timeoutMs });
    requestsPerMinute = requestsPerMinuteOf(response) ?? requestsPerMinute;
    serverTime = parseHttpDate(response.header('date') ?? '');
    noteResponse?.({ status: response.status, creditsLeft: creditsLeftOf(response) });
    return response;
  }

  /** Sends a request and returns its response if it is 2xx. */
  async function get(target: Target): Promise<HttpResponse> {
    const key = await apiKey.read();
    const response = await send(target, key);
    if (response.status >= 200 && response.status < 300) return response;
    const error = await refuse(target, response, key);
    if (error instanceof WatchmodeUnauthorized) apiKey.drop();
    throw error;
  }

  /** Returns the error for a refusal. Requests /status before it blames the key, or the credits for a title's 402. */
  async function refuse(target: Target, response: HttpResponse, key: string): Promise<Error> {
    const { credits, titleId } = target;
    const aboutTitle = titleId === undefined ? undefined : titleRefusalOf(response, titleId, key);
    if (aboutTitle !== undefined) return aboutTitle;
    const error = refusalOf(response, { apiKey: key, credits });
    if (target === STATUS || !leavesOpen(error, target)) return error;
    return explainRefusedKey({ ...target, response }, await send(STATUS, key), key);
  }

  /** Reads a response without its invalid parts. */
  async function getParts<Value>(
    target: Target,
    read: (response: HttpResponse, note: NotePart) => Value,
  ): Promise<Value> {
    const response = await get(target);
    const parts: Violation[] = [];
    const value = read(response, (part) => parts.push(part));
    if (parts.length > 0) noteOddParts?.(response.request, parts);
    return value;
  }

  return {
    requestsPerMinute: () => requestsPerMinute,
    serverTime: () => serverTime,
    status: async () => readResponse({ AccountStatus: validators.AccountStatus }, await get(STATUS)),
    get,
    getParts,
  };
}

/** Returns true if the error does not show whether the cause is the key or the credits. */
function leavesOpen(error: Error, { credits, titleId }: Target): boolean {
  if (error instanceof WatchmodeUnauthorized) return true;
  if (titleId === undefined || !(error instanceof WatchmodeQuotaExceeded)) return false;
  const { left } = error.credits;
  return left === null || left >= credits;
}

/** Formats a query. Commas are not escaped, because Watchmode's lists are comma-separated. */
export function queryText(query: Readonly<Record<string, string | number>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`)
    .join('&');
}
