import { parsePacific } from '../../../local/watchmode/pacific-time.ts';
import {
  WatchmodeTitleNotFound,
  WatchmodeTitleRefused,
  WatchmodeUnauthorized,
  WatchmodeUnavailable,
  WatchmodeUnexpectedResponse,
} from '../../../tasks/shared/errors/watchmode-errors.ts';
import type { Clock } from '../../../tasks/shared/ports.ts';
import type { WatchmodeClient } from '../../../tasks/shared/watchmode/client.ts';
import type { TitleDetails } from '../../../tasks/shared/watchmode/responses.ts';
import { titleDetails } from '../../tasks/support/title.ts';

/** The response of Watchmode for a title that fails. */
export type Trouble = 'unavailable' | 'unknown' | 'odd' | 'refused';

const ANSWER_MS = 200;

/** The details of a title with few values. */
const SPARSE: Partial<TitleDetails> = {
  title: 'A title of which little is known',
  original_title: null,
  plot_overview: null,
  type: 'movie',
  runtime_minutes: null,
  year: null,
  release_date: '',
  imdb_id: null,
  tmdb_id: null,
  tmdb_type: null,
  genres: [],
  genre_names: [],
  user_rating: null,
  critic_score: null,
  us_rating: null,
  poster: null,
  posterMedium: null,
  posterLarge: null,
  backdrop: null,
  original_language: null,
  networks: [],
  network_names: [],
  relevance_percentile: null,
  popularity_percentile: null,
  trailer: null,
  trailer_thumbnail: null,
  sources: [],
};

/** A Watchmode that lists and refuses titles by a scenario. */
export class ScriptedWatchmode implements WatchmodeClient {
  /** Time from which the feed lists a title, in epoch milliseconds. */
  readonly listedAt = new Map<number, number>();
  readonly troubles = new Map<number, Trouble>();
  /** End of an outage, in epoch milliseconds. */
  downUntil = 0;
  refusesKey = false;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  requestsPerMinute(): number {
    return 600;
  }

  serverTime(): number {
    return this.#clock.now();
  }

  async status(): ReturnType<WatchmodeClient['status']> {
    await this.#answer('GET /status');
    return { quota: 100_000, quotaUsed: 0 };
  }

  async changes(
    ...[feed, query]: Parameters<WatchmodeClient['changes']>
  ): ReturnType<WatchmodeClient['changes']> {
    await this.#answer(`GET /changes/${feed}`);
    const start = momentOf(query.startDate, 'start');
    const end = momentOf(query.endDate, 'end');
    const titles = [...this.listedAt]
      .filter(([, listedAt]) => listedAt >= start && listedAt <= end)
      .map(([titleId]) => titleId);
    return { titles, page: 1, total_results: titles.length, total_pages: 1 };
  }

  readonly releases = () => unread('/releases');
  readonly listTitles = () => unread('/list-titles');
  readonly sources = () => unread('/sources');
  readonly genres = () => unread('/genres');
  readonly regions = () => unread('/regions');

  async title(titleId: number): ReturnType<WatchmodeClient['title']> {
    const request = `GET /title/${titleId}/details`;
    await this.#answer(request);
    const trouble = this.troubles.get(titleId);
    if (trouble !== undefined) throw errorOf(trouble, request, titleId);
    return titleDetails(titleId, titleId % 2 === 0 ? SPARSE : {});
  }

  async details(titleId: number): ReturnType<WatchmodeClient['details']> {
    await this.#answer(`GET /title/${titleId}/details`);
    return titleDetails(titleId);
  }

  async #answer(request: string): Promise<void> {
    await this.#clock.sleep(ANSWER_MS);
    if (this.#clock.now() < this.downUntil)
      throw new WatchmodeUnavailable(request, 'Watchmode answers 503', 503);
    if (this.refusesKey) throw new WatchmodeUnauthorized(request, 401, 'Unauthorized');
  }
}

function unread(path: string): Promise<never> {
  return Promise.reject(new Error(`no scenario reads ${path}`));
}

function errorOf(trouble: Trouble, request: string, titleId: number): Error {
  switch (trouble) {
    case 'unavailable':
      return new WatchmodeUnavailable(request, 'Watchmode answers 503', 503);
    case 'unknown':
      return new WatchmodeTitleNotFound(request, titleId);
    case 'odd':
      return new WatchmodeUnexpectedResponse(request, 'the response breaks its schema');
    case 'refused':
      return new WatchmodeTitleRefused(request, titleId, 403, 'Forbidden');
  }
}

function momentOf(text: string, edge: 'start' | 'end'): number {
  const seconds = parsePacific(text, edge);
  if (seconds === undefined) throw new Error(`Watchmode takes no date such as ${text}`);
  return seconds * 1_000;
}
