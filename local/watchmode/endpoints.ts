import { FEEDS } from '../../events/feeds.ts';
import { isChangesFeed } from '../../tasks/shared/watchmode/listings.ts';
import type { Feed } from '../../events/types.ts';
import { ApiError } from './api-error.ts';
import type { CatalogueTitle } from './catalogue.ts';
import { detailsOf, TITLE_TYPES, typeOf } from './details.ts';
import { ALL_TITLES, type Occurrence, type TitleFilter } from './calendar.ts';
import { listTitles } from './list-titles.ts';
import { listGenres, listRegions, listSources } from './reference-data.ts';
import { formatPacific } from './pacific-time.ts';
import { Parameters } from './parameters.ts';
import { sourcesOf } from './sources.ts';
import type { EndpointResult, StandInState } from './stand-in-state.ts';

const DAY = 86_400;
/** The feeds of `/changes`. */
const CHANGE_FEEDS = FEEDS.filter(isChangesFeed);

/**
 * Answers a request for `path`, given without `/v1` and without a slash at its end.
 *
 * @throws ApiError for an unknown path, an invalid parameter or an insufficient plan.
 */
export function callEndpoint(state: StandInState, path: string, query: URLSearchParams): EndpointResult {
  const parameters = new Parameters(query);
  if (path === '/status') return { body: state.account.status, credits: 0 };
  if (path === '/releases') return releases(state, parameters);
  const feed = CHANGE_FEEDS.find((name) => path === `/changes/${name}`);
  if (feed !== undefined) return changes(state, feed, parameters);
  if (path === '/list-titles') return listTitles(state, query);
  if (path === '/sources') return listSources(state, query);
  if (path === '/genres') return listGenres();
  if (path === '/regions') return listRegions(state);
  const [, id = '', part = ''] = /^\/title\/([^/]+)\/(details|sources)$/.exec(path) ?? [];
  if (part === 'details') return details(state, id, parameters);
  if (part === 'sources') return sources(state, id, parameters);
  throw new ApiError(404, 'The resource you requested could not be found.');
}

function changes(state: StandInState, feed: Feed, parameters: Parameters): EndpointResult {
  if (state.plan === 'free') throw new ApiError(401, 'This endpoint is only available on paid plans.');
  const now = Math.floor(state.clock.now() / 1000);
  const start = parameters.date('start_date', 'start', now - DAY);
  const end = parameters.date('end_date', 'end', now);
  const page = parameters.wholeNumber('page', 1, 1_000_000, 1);
  const limit = parameters.wholeNumber('limit', 1, 250, 250);
  const types = parameters.oneOf('types', TITLE_TYPES);
  const regions =
    feed === 'titles_sources_changed' ? (parameters.region('regions') ?? new Set(['US'])) : undefined;
  const filter: TitleFilter = {
    name: [...(types ?? ['all']), 'in', ...(regions ?? ['all'])].join(' '),
    accepts: (title) =>
      (types?.has(typeOf(title)) ?? true) &&
      (regions === undefined || sourcesOf(title, { ...state, regions }).length > 0) &&
      (feed !== 'titles_episodes_changed' || typeOf(title) === 'tv_series'),
  };
  // Future changes are unknown.
  const all = state.calendar.list(feed, start, Math.min(end, now), filter);
  return {
    credits: 1,
    page: {
      name: `${feed} ${page}`,
      ...{ number: page, limit, total: all.length },
      slice: (from, to) => all.slice(from, to).map(({ title }) => title.watchmodeId),
    },
  };
}

/** Unlike changes, releases are announced, so they can be in the future. There are no pages. */
function releases(state: StandInState, parameters: Parameters): EndpointResult {
  const now = Math.floor(state.clock.now() / 1000);
  const start = parameters.date('start_date', 'start', now - 30 * DAY);
  const end = parameters.date('end_date', 'end', now + 30 * DAY);
  const limit = parameters.wholeNumber('limit', 1, 500, 250);
  const found = state.calendar.list('releases', start, end, ALL_TITLES).slice(0, limit);
  return { body: { releases: found.map((occurrence) => release(state, occurrence)) }, credits: 1 };
}

function release(state: StandInState, { title, epochSeconds }: Occurrence): unknown {
  const details = detailsOf(title, state);
  const source = sourcesOf(title, state)[0];
  return {
    id: title.watchmodeId,
    title: title.title,
    type: details.type,
    tmdb_id: title.tmdbId,
    tmdb_type: title.tmdbType,
    imdb_id: title.imdbId,
    season_number: source?.seasons ?? null,
    poster_url: details.poster,
    source_release_date: formatPacific(epochSeconds).slice(0, 10),
    source_id: source?.source_id ?? null,
    source_name: source?.name ?? null,
    is_original: details.user_rating !== null && details.user_rating > 8 ? 1 : 0,
  };
}

function details(state: StandInState, id: string, parameters: Parameters): EndpointResult {
  const parts = parameters.oneOf('append_to_response', ['sources']) ?? new Set();
  const regions = parameters.regions('regions');
  const language = parameters.language('language') ?? 'en';
  const { title, credits } = find(state, id);
  return {
    body: {
      ...detailsOf(title, state),
      ...(language === 'en' ? {} : { english_title: title.title }),
      ...(parts.has('sources') ? { sources: sourcesOf(title, { ...state, regions }) } : {}),
    },
    credits: credits + parts.size,
    titleId: title.watchmodeId,
  };
}

function sources(state: StandInState, id: string, parameters: Parameters): EndpointResult {
  const regions = parameters.regions('regions');
  const { title, credits } = find(state, id);
  return { body: sourcesOf(title, { ...state, regions }), credits, titleId: title.watchmodeId };
}

/** Finds a title by its Watchmode ID for 1 credit, by its IMDB or TMDB ID for 2. */
function find({ titles, faults }: StandInState, id: string): { title: CatalogueTitle; credits: number } {
  const isWatchmodeId = /^\d+$/.test(id);
  const title = isWatchmodeId ? titles.byWatchmodeId(Number(id)) : titles.byOtherId(id);
  // A refused title is refused even if it does not exist.
  const refusable = title?.watchmodeId ?? (isWatchmodeId ? Number(id) : undefined);
  if (refusable !== undefined && faults.ofTitle(refusable) === 'refused') {
    throw new ApiError(faults.plan.refusedStatus, 'This title is not available to you.');
  }
  if (title === undefined) throw new ApiError(404, 'The title you requested could not be found.');
  return { title, credits: isWatchmodeId ? 1 : 2 };
}
