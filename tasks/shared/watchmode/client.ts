import { omitUndefined } from '../../../events/omit-undefined.ts';
import type { Feed, Region, Regions, TitleType } from '../../../events/types.ts';
import { WatchmodeQuotaExceeded, WatchmodeUnauthorized } from '../errors/watchmode-errors.ts';
import type { ApiKeySource } from './api-key.ts';
import { parseHttpDate } from './http-date.ts';
import { httpGet, type HttpResponse, type Fetch } from './http.ts';
import {
  CREDITS_PER_DETAILS,
  CREDITS_PER_LIST,
  CREDITS_PER_PAGE,
  CREDITS_PER_TITLE,
} from '../../../events/credits.ts';
import { creditsLeftOf, refusalOf, requestsPerMinuteOf } from './refusal.ts';
import { explainRefusedKey } from './refused-key.ts';
import { titleRefusalOf } from './refused-title.ts';
import type {
  AccountStatus,
  ChangesPage,
  ListedGenre,
  ListedRegion,
  ListedSource,
  Releases,
  Responses,
  TitleDetails,
  TitlesPage,
} from './responses.ts';
import { readList, type ListName } from './read-list.ts';
import type { NotePart } from './read-parts.ts';
import { readTitle } from './read-title.ts';
import { readResponse } from './validate-response.ts';
import type { Violation } from '../../../events/validate.ts';

/** A feed with pages, which needs a paid plan. */
export type ChangesFeed = Exclude<Feed, 'releases' | 'catalogue'>;

/** Returns true if a feed has pages of changes, which need a paid plan. */
export function isChangesFeed(feed: Feed): feed is ChangesFeed {
  return feed !== 'releases' && feed !== 'catalogue';
}

/** A page of a feed. Dates have Watchmode's format, `YYYYMMDDHHMMSS` in Pacific time, both inclusive. */
export interface ChangesQuery {
  readonly startDate: string;
  readonly endDate: string;
  /** From 1. */
  readonly page: number;
  /** 1 to 250. */
  readonly limit: number;
  readonly types?: readonly TitleType[];
  /** A single region. Watchmode's documentation is contradictory about several. */
  readonly region?: Region;
}

/** A span of the releases feed. Days as `YYYYMMDD` in Pacific time, both inclusive. */
export interface ReleasesQuery {
  readonly startDate: string;
  readonly endDate: string;
  readonly limit: number;
}

/** A page of the titles that a service has, in the order of their names. */
export interface TitlesQuery {
  readonly region: Region;
  readonly sourceId: number;
  /** Default: all types. */
  readonly type?: TitleType;
  /** IDs; a title of any of them is listed. Default: all genres. */
  readonly genres?: readonly number[];
  /** From 1. */
  readonly page: number;
  /** 1 to 250. */
  readonly limit: number;
}

/**
 * The used part of Watchmode's API, version 1 (https://api.watchmode.com/docs). Every call sends one request, and one to
 * /status if that explains a refusal. Callers retry. The key is only in the header X-API-Key.
 *
 * Every call rejects with a `WatchmodeError`: Unauthorized, QuotaExceeded, RateLimited, Unavailable or
 * UnexpectedResponse; with ConfigurationError if there is no key.
 */
export interface WatchmodeClient {
  /** Reads the credits of the account. Free of charge. */
  status(): Promise<AccountStatus>;
  /** Reads one page of a feed: 1 credit. Also rejects with PlanRequired. */
  changes(feed: ChangesFeed, query: ChangesQuery): Promise<ChangesPage>;
  /** Reads the releases of some days: 1 credit. Releases beyond the limit are missing, because there are no pages. */
  releases(query: ReleasesQuery): Promise<Releases>;
  /** Reads one page of the titles that a service has: 1 credit. Rejects a page with one invalid title as a whole. */
  listTitles(query: TitlesQuery): Promise<TitlesPage>;
  /** Reads all services, without invalid parts: 1 credit. */
  sources(): Promise<ListedSource[]>;
  /** Reads all genres, without invalid ones: 1 credit. */
  genres(): Promise<ListedGenre[]>;
  /** Reads all countries, without invalid ones, and if the account's plan includes them: 1 credit. */
  regions(): Promise<ListedRegion[]>;
  /** Reads a title with its sources, without invalid parts: 2 credits. Also rejects with TitleNotFound or TitleRefused. */
  title(titleId: number, regions: Regions): Promise<TitleDetails>;
  /** Reads a title without its sources: 1 credit. Also rejects with TitleNotFound or TitleRefused. */
  details(titleId: number): Promise<TitleDetails>;
  /** Returns the requests a minute in the last response; null if unknown. */
  requestsPerMinute(): number | null;
  /** Returns Watchmode's time of the last response, in epoch milliseconds; null if unknown. */
  serverTime(): number | null;
}

/** The ports and settings of {@link createWatchmodeClient}. */
export interface WatchmodeClientOptions {
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
interface Target {
  readonly path: string;
  readonly label?: string;
  /** The cost of the request. */
  readonly credits: number;
  /** The requested feed, if it needs a paid plan. */
  readonly paidFeed?: ChangesFeed;
  /** The requested title. */
  readonly titleId?: number;
}

const STATUS: Target = { path: '/status', credits: 0 };

/** Creates a client. */
export function createWatchmodeClient(options: WatchmodeClientOptions): WatchmodeClient {
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

  function getList<Name extends ListName>(path: string, name: Name): Promise<Responses[Name]> {
    const target = { path, credits: CREDITS_PER_LIST };
    return getParts(target, (response, note) => readList(name, response, note));
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

    async listTitles({ region, sourceId, type, genres, page, limit }) {
      const query = {
        regions: region,
        source_ids: sourceId,
        ...omitUndefined({ types: type, genres: genres?.join(',') }),
        sort_by: 'title_asc',
        limit,
        page,
      };
      const path = `/list-titles?${queryText(query)}`;
      const service = [region, sourceId, ...(type === undefined ? [] : [type])].join(':');
      const label = `/list-titles of ${service}, page ${page}`;
      return readResponse('TitlesPage', await get({ path, label, credits: CREDITS_PER_PAGE }));
    },

    sources: () => getList('/sources', 'SourceList'),
    genres: () => getList('/genres', 'GenreList'),
    regions: () => getList('/regions', 'RegionList'),

    title(titleId, regions) {
      const query = { append_to_response: 'sources', regions: regions.join(',') };
      const label = `/title/${titleId}/details`;
      const path = `${label}?${queryText(query)}`;
      return getParts({ path, label, credits: CREDITS_PER_TITLE, titleId }, readTitle);
    },

    details(titleId) {
      return getParts(
        { path: `/title/${titleId}/details`, credits: CREDITS_PER_DETAILS, titleId },
        readTitle,
      );
    },
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
function queryText(query: Readonly<Record<string, string | number>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`)
    .join('&');
}
