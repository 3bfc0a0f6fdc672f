import type { CatalogueTitle } from './catalogue.ts';
import { detailsOf, TITLE_TYPES, typeOf, type TitleDetails } from './details.ts';
import type { Parameters } from './parameters.ts';
import { requireRegions } from './regions.ts';
import { SOURCE_TYPES } from './providers.ts';
import { sourcesOf } from './sources.ts';
import type { StandInState } from './stand-in-state.ts';

/** A title that a listing may contain. Its details are made only for the filters and orders that need them. */
export class Candidate {
  readonly title: CatalogueTitle;
  readonly #state: StandInState;
  #details: TitleDetails | undefined;

  constructor(title: CatalogueTitle, state: StandInState) {
    this.title = title;
    this.#state = state;
  }

  get details(): TitleDetails {
    return (this.#details ??= detailsOf(this.title, this.#state));
  }
}

/** Returns true if a listing contains the title. */
export type Filter = (candidate: Candidate) => boolean;

/** The ID of a person. */
const MAX_ID = 2_147_483_647;

/**
 * Reads the filters of a listing.
 *
 * @throws ApiError 400 for an invalid parameter, 403 for a country that the plan does not include
 */
export function filtersIn(parameters: Parameters, state: StandInState): readonly Filter[] {
  const types = parameters.oneOf('types', TITLE_TYPES);
  const genres = parameters.ids('genres');
  const networks = parameters.ids('network_ids');
  const languages = parameters.languages('languages');
  const hasPerson = parameters.wholeNumber('person_id', 1, MAX_ID, 0) > 0;
  const filters = [
    sourceFilter(parameters, state),
    types && (({ title }: Candidate) => types.has(typeOf(title))),
    genres && (({ details }: Candidate) => details.genres.some((id) => genres.has(id))),
    networks && (({ details }: Candidate) => details.networks.some((id) => networks.has(id))),
    languages && (({ details }: Candidate) => languages.has(details.original_language)),
    within(parameters.day('release_date_start'), parameters.day('release_date_end'), releaseDay),
    within(
      parameters.number('user_rating_low', 0, 10),
      parameters.number('user_rating_high', 0, 10),
      ({ user_rating: rating }) => rating,
    ),
    within(
      parameters.number('critic_score_low', 0, 100),
      parameters.number('critic_score_high', 0, 100),
      ({ critic_score: score }) => score,
    ),
    // The stand-in knows no people.
    hasPerson ? () => false : undefined,
  ];
  return filters.filter((filter) => filter !== undefined);
}

/** Returns a filter by services, their types and countries, all of which the same source of a title must match. */
function sourceFilter(parameters: Parameters, state: StandInState): Filter | undefined {
  const regions = parameters.regions('regions');
  const ids = parameters.ids('source_ids');
  const types = parameters.oneOf('source_types', SOURCE_TYPES);
  requireRegions(state.plan, regions);
  if (regions === undefined && ids === undefined && types === undefined) return undefined;
  return ({ title }) =>
    sourcesOf(title, { ...state, regions }).some(
      ({ source_id: id, type }) => (ids?.has(id) ?? true) && (types?.has(type) ?? true),
    );
}

/** Returns a filter for values from `low` to `high`, both inclusive; undefined without both. */
function within(
  low: number | undefined,
  high: number | undefined,
  valueOf: (details: TitleDetails) => number | null,
): Filter | undefined {
  if (low === undefined && high === undefined) return undefined;
  return ({ details }) => {
    const value = valueOf(details);
    return value !== null && value >= (low ?? -Infinity) && value <= (high ?? Infinity);
  };
}

/** Returns the release date as a number, `YYYYMMDD`. */
function releaseDay({ release_date: date }: TitleDetails): number | null {
  return date === null ? null : Number(date.replaceAll('-', ''));
}
