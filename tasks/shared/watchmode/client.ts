import { omitUndefined } from '../../../events/omit-undefined.ts';
import type { Feed, Region, Regions, TitleType } from '../../../events/types.ts';
import { WatchmodeQuotaExceeded, WatchmodeUnauthorized } from '../errors/watchmode-errors.ts';
import type { ApiKeySource } from './api-key.ts';
import { parseHttpDate } from './http-date.ts';
import { httpGet, type HttpResponse, type Fetch } from './http.ts';
import { CREDITS_PER_DETAILS, CREDITS_PER_PAGE, CREDITS_PER_TITLE } from '../../../events/credits.ts';
import { creditsLeftOf, refusalOf, requestsPerMinuteOf } from './refusal.ts';
import { explainRefusedKey } from './refused-key.ts';
import { titleRefusalOf } from './refused-title.ts';
import type { AccountStatus, ChangesPage, Releases, TitleDetails } from './responses.ts';
import { readTitle } from './read-title.ts';
import { readResponse } from './validate-response.ts';
import type { Violation } from '../../../events/validate.ts';

/** A feed that Watchmode pages through, on a paid plan. */
export type ChangesFeed = Exclude<Feed, 'releases'>;

/** A page of a feed. Dates are in Watchmode's own form, `YYYYMMDDHHMMSS` in Pacific time, both inclusive. */
export interface ChangesQuery {
  readonly startDate: string;
  readonly endDate: string;
  /** From 1. */
  readonly page: number;
  /** 1 to 250. */
  readonly limit: number;
  readonly types?: readonly TitleType[];
  /** One alone: Watchmode's own texts disagree on whether this listing takes several. */
  readonly region?: Region;
}

/** A span of the releases feed. Days as `YYYYMMDD` in Pacific time, both inclusive. */
export interface ReleasesQuery {
  readonly startDate: string;
  readonly endDate: string;
  readonly limit: number;
}

/**
 * Watchmode's API, version 1, as far as it is used (https://api.watchmode.com/docs). Every call is one request,
 * and one for /status where that explains a refusal: retries belong to the callers. The key travels in the header X-API-Key and nowhere else.
 *
 * Every call rejects with a `WatchmodeError`: Unauthorized, QuotaExceeded, RateLimited, Unavailable or
 * UnexpectedResponse; with ConfigurationError when there is no key.
 */
export interface WatchmodeClient {
  /** Credits of the account. Free of charge. */
  status(): Promise<AccountStatus>;
  /** One page of a feed: 1 credit. Also rejects with PlanRequired. */
  changes(feed: ChangesFeed, query: ChangesQuery): Promise<ChangesPage>;
  /** The releases of some days: 1 credit. There are no pages: what is beyond the limit is not told. */
  releases(query: ReleasesQuery): Promise<Releases>;
  /** A title with its sources, without the odd parts: 2 credits. Also rejects with TitleNotFound or TitleRefused. */
  title(titleId: number, regions: Regions): Promise<TitleDetails>;
  /** A title without its sources: 1 credit. Also rejects with TitleNotFound or TitleRefused. */
  details(titleId: number): Promise<TitleDetails>;
  /** What the last response said of requests a minute; null when none has. */
  requestsPerMinute(): number | null;
  /** Watchmode's time when it sent the last response, in epoch milliseconds; null when the response did not give it. */
  serverTime(): number | null;
}

/** What {@link createWatchmodeClient} needs. */
export interface WatchmodeClientOptions {
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly apiKey: ApiKeySource;
  readonly fetch: Fetch;
  /** Default: nobody is told. */
  readonly observe?: ObserveRequest;
  /** Is told of parts of a response about a title that break the schema, and are left out. Default: nobody is. */
  readonly noteOddParts?: (request: string, parts: readonly Violation[]) => void;
}

/** Is told of every request that is sent; what it returns, of its response, whatever the status. */
export type ObserveRequest = (request: string) => (response: {
  readonly status: number;
  /** Null when the response does not say. */
  readonly creditsLeft: number | null;
}) => void;

/** A path with its query, and what messages call it: without the query where that says nothing. */
interface Target {
  readonly path: string;
  readonly label?: string;
  /** What it costs. */
  readonly credits: number;
  /** The feed that it reads, where not every plan has it. */
  readonly paidFeed?: ChangesFeed;
  /** The title that it is about. */
  readonly titleId?: number;
}

const STATUS: Target = { path: '/status', credits: 0 };

/** Makes a client. */
export function createWatchmodeClient(options: WatchmodeClientOptions): WatchmodeClient {
  const { timeoutMs, apiKey, fetch, observe, noteOddParts } = options;
  // Every path begins with a slash.
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

  /** Sends a request and gives its response when it is 2xx. */
  async function get(target: Target): Promise<HttpResponse> {
    const key = await apiKey.read();
    const response = await send(target, key);
    if (response.status >= 200 && response.status < 300) return response;
    const error = await refuse(target, response, key);
    if (error instanceof WatchmodeUnauthorized) apiKey.drop();
    throw error;
  }

  /**
   * The error that a refusal means. Before a key is called bad, or a title's 402 is taken for a lack of credits, /status is
   * asked.
   */
  async function refuse(target: Target, response: HttpResponse, key: string): Promise<Error> {
    const { credits, titleId } = target;
    const aboutTitle = titleId === undefined ? undefined : titleRefusalOf(response, titleId, key);
    if (aboutTitle !== undefined) return aboutTitle;
    const error = refusalOf(response, { apiKey: key, credits });
    if (target === STATUS || !leavesOpen(error, target)) return error;
    return explainRefusedKey({ ...target, response }, await send(STATUS, key), key);
  }

  /** The title in a response, without what of it is odd. */
  async function getTitle(target: Target): Promise<TitleDetails> {
    const response = await get(target);
    const parts: Violation[] = [];
    const details = readTitle(response, (part) => parts.push(part));
    if (parts.length > 0) noteOddParts?.(response.request, parts);
    return details;
  }

  return {
    requestsPerMinute: () => requestsPerMinute,
    serverTime: () => serverTime,

    async status() {
      return readResponse('AccountStatus', await get(STATUS));
    },

    async changes(feed, { startDate, endDate, page, limit, types, region }) {
      const query = {
        start_date: startDate,
        end_date: endDate,
        page,
        limit,
        ...omitUndefined({ types: types?.join(','), regions: region }),
      };
      const path = `/changes/${feed}?${queryText(query)}`;
      return readResponse('ChangesPage', await get({ path, credits: CREDITS_PER_PAGE, paidFeed: feed }));
    },

    async releases({ startDate, endDate, limit }) {
      const query = { start_date: startDate, end_date: endDate, limit };
      const path = `/releases?${queryText(query)}`;
      return readResponse('Releases', await get({ path, credits: CREDITS_PER_PAGE }));
    },

    title(titleId, regions) {
      const query = { append_to_response: 'sources', regions: regions.join(',') };
      const label = `/title/${titleId}/details`;
      const path = `${label}?${queryText(query)}`;
      return getTitle({ path, label, credits: CREDITS_PER_TITLE, titleId });
    },

    details(titleId) {
      return getTitle({ path: `/title/${titleId}/details`, credits: CREDITS_PER_DETAILS, titleId });
    },
  };
}

/** True if it is not clear from the error whether the cause is the key or the credits. */
function leavesOpen(error: Error, { credits, titleId }: Target): boolean {
  if (error instanceof WatchmodeUnauthorized) return true;
  if (titleId === undefined || !(error instanceof WatchmodeQuotaExceeded)) return false;
  const { left } = error.credits;
  return left === null || left >= credits;
}

/** A query string. Commas stay as they are: Watchmode's lists are comma-separated. */
function queryText(query: Readonly<Record<string, string | number>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`)
    .join('&');
}
