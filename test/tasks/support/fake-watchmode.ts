import type {
  ChangesFeed,
  ChangesQuery,
  ReleasesQuery,
  TitlesQuery,
} from '../../../tasks/shared/watchmode/listings.ts';
import type { WatchmodeClient } from '../../../tasks/shared/watchmode/client.ts';
import type {
  AccountStatus,
  ChangesPage,
  ListedGenre,
  ListedRegion,
  ListedSource,
  TitleDetails,
  TitlesPage,
} from '../../../tasks/shared/watchmode/responses.ts';

/** The responses of Watchmode in a test. Absent ones must not be requested. */
export interface FakeAnswers {
  /** An error is a rejection. */
  status?: AccountStatus | Error;
  changes?: (query: ChangesQuery, feed: ChangesFeed) => ChangesPage | Promise<ChangesPage>;
  releases?: (query: ReleasesQuery) => readonly number[];
  listTitles?: (query: TitlesQuery) => TitlesPage | Promise<TitlesPage>;
  sources?: () => ListedSource[] | Promise<ListedSource[]>;
  genres?: () => ListedGenre[] | Promise<ListedGenre[]>;
  regions?: () => ListedRegion[] | Promise<ListedRegion[]>;
  title?: (titleId: number) => TitleDetails | Promise<TitleDetails>;
  details?: (titleId: number) => TitleDetails;
  requestsPerMinute?: number | null;
  serverTime?: number | null;
}

/** A client that answers from a test's functions and records the requests. */
export function fakeWatchmode(answers: FakeAnswers): WatchmodeClient & { calls: [string, unknown][] } {
  const calls: [string, unknown][] = [];
  const note = (name: string, query: unknown) => {
    calls.push([name, query]);
  };
  const missing = (name: string): never => {
    throw new Error(`the test has no answer for ${name}`);
  };
  return {
    calls,
    requestsPerMinute: () => answers.requestsPerMinute ?? null,
    serverTime: () => answers.serverTime ?? null,
    status() {
      note('status', null);
      const { status = { quota: 1_000_000, quotaUsed: 0 } } = answers;
      return status instanceof Error ? Promise.reject(status) : Promise.resolve(status);
    },
    async changes(feed, query) {
      note(feed, query);
      return answers.changes?.(query, feed) ?? missing(feed);
    },
    releases(query) {
      note('releases', query);
      const ids = answers.releases?.(query) ?? missing('releases');
      return Promise.resolve({ releases: ids.map((id) => ({ id })) });
    },
    async listTitles(query) {
      note('listTitles', query);
      return answers.listTitles?.(query) ?? missing('listTitles');
    },
    async sources() {
      note('sources', null);
      return answers.sources?.() ?? missing('sources');
    },
    async genres() {
      note('genres', null);
      return answers.genres?.() ?? missing('genres');
    },
    async regions() {
      note('regions', null);
      return answers.regions?.() ?? missing('regions');
    },
    async title(titleId, regions) {
      note('title', { titleId, regions });
      return answers.title?.(titleId) ?? missing('title');
    },
    async details(titleId) {
      note('details', titleId);
      return Promise.resolve(answers.details?.(titleId) ?? missing('details'));
    },
  };
}

/** The page of a listing for a query. */
export function pageOf(ids: readonly number[], { page, limit }: ChangesQuery): ChangesPage {
  return {
    titles: ids.slice((page - 1) * limit, page * limit),
    page,
    total_results: ids.length,
    total_pages: Math.ceil(ids.length / limit),
  };
}

/** The whole numbers from 1 to `count`. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
