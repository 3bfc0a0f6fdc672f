import { Candidate, filtersIn } from './title-filters.ts';
import { orderIn } from './title-orders.ts';
import { Parameters } from './parameters.ts';
import type { CatalogueTitle } from './catalogue.ts';
import { detailsOf, typeOf } from './details.ts';
import type { EndpointResult, StandInState } from './stand-in-state.ts';

/**
 * Lists the titles that match all filters, a page at a time.
 *
 * @throws ApiError 400 for an invalid parameter, 403 for a country that the plan does not include
 */
export function listTitles(state: StandInState, query: URLSearchParams): EndpointResult {
  const parameters = new Parameters(query);
  const page = parameters.wholeNumber('page', 1, 1_000_000, 1);
  const limit = Math.min(parameters.wholeNumber('limit', 1, 250, 250), state.titlesPerPage);
  const filters = filtersIn(parameters, state);
  const compare = orderIn(parameters);
  const name = nameOf(query);
  const found = state.listings.get(`${state.rotation.day} ${name}`, () =>
    Array.from(state.titles, (title) => new Candidate(title, state))
      .filter((candidate) => filters.every((accepts) => accepts(candidate)))
      .sort(compare)
      .map(({ title }) => title),
  );
  return {
    credits: 1,
    page: {
      name: `list-titles ${name} ${limit} ${page}`,
      ...{ number: page, limit, total: found.length },
      moves: true,
      slice: (start, end) => found.slice(start, end).map((title) => itemOf(title, state)),
    },
  };
}

/** Returns what the pages of a listing have in common. */
function nameOf(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => !['page', 'limit', 'apiKey'].includes(name))
    .map((pair) => pair.join('='))
    .sort()
    .join('&');
}

function itemOf(title: CatalogueTitle, state: StandInState): object {
  return {
    id: title.watchmodeId,
    title: title.title,
    year: title.year,
    imdb_id: title.imdbId,
    tmdb_id: title.tmdbId,
    tmdb_type: title.tmdbType,
    type: typeOf(title),
    popularity_percentile: detailsOf(title, state).popularity_percentile,
  };
}
