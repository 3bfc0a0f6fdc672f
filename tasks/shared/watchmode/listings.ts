import { CREDITS_PER_PAGE } from '../../../events/credits.ts';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import type { Feed, Region, TitleType } from '../../../events/types.ts';
import { queryText, type WatchmodeConnection } from './connection.ts';
import type { ChangesPage, Releases, TitlesPage } from './responses.ts';
import { readResponse } from './validate-response.ts';
import * as validators from './validators.mjs';

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

/** The requests that list titles. They reject as those of {@link WatchmodeConnection}. */
export interface Listings {
  /** Reads one page of a feed: 1 credit. Also rejects with PlanRequired. */
  changes(feed: ChangesFeed, query: ChangesQuery): Promise<ChangesPage>;
  /** Reads the releases of some days: 1 credit. Releases beyond the limit are missing, because there are no pages. */
  releases(query: ReleasesQuery): Promise<Releases>;
  /** Reads one page of the titles that a service has: 1 credit. Rejects a page with one invalid title as a whole. */
  listTitles(query: TitlesQuery): Promise<TitlesPage>;
}

/** Creates the requests that list titles. */
export function listings({ get }: WatchmodeConnection): Listings {
  return {
    async changes(feed, { startDate, endDate, page, limit, types, region }) {
      const query = {
        start_date: startDate,
        end_date: endDate,
        page,
        limit,
        ...omitUndefined({ types: types?.join(','), regions: region }),
      };
      const path = `/changes/${feed}?${queryText(query)}`;
      return readResponse(
        { ChangesPage: validators.ChangesPage },
        await get({ path, credits: CREDITS_PER_PAGE, paidFeed: feed }),
      );
    },

    async releases({ startDate, endDate, limit }) {
      const query = { start_date: startDate, end_date: endDate, limit };
      const path = `/releases?${queryText(query)}`;
      return readResponse({ Releases: validators.Releases }, await get({ path, credits: CREDITS_PER_PAGE }));
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
      return readResponse(
        { TitlesPage: validators.TitlesPage },
        await get({ path, label, credits: CREDITS_PER_PAGE }),
      );
    },
  };
}
