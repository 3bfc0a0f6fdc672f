import { findRegionProblem } from '../../../events/regions.ts';
import type { NamedId } from '../../../events/types.ts';
import { ARRIVAL_DEFAULTS } from '../../../operate/catalogue/arrival-defaults.ts';
import type { Arrival } from '../../../operate/catalogue/arrivals.ts';
import { findNamed } from '../../../operate/catalogue/find-named.ts';
import { isMissingCatalogue } from '../../../operate/catalogue/missing-catalogue.ts';
import { waysByType } from '../../../operate/catalogue/ways.ts';
import { UsageError } from '../../../operate/errors.ts';
import { momentOf, parseSince } from '../../../operate/parse/since.ts';
import type { ArrivalRow, ArrivalsView, CatalogueView } from '../../api/index.ts';
import type { Handler } from '../http/handler.ts';
import { needed, RequestProblem } from '../http/request.ts';

/** The maximum number of rows; `tvguide whats-new --limit` lists more. */
const MAX_ROWS = 200;
const MAX_RATING = 10;

/** GET /api/catalogue: the services and genres of the catalogue. */
export const catalogue: Handler = async ({ context }): Promise<CatalogueView> => {
  const opened = await context.catalogue.get();
  const table = opened.tableName;
  try {
    const [services, genres] = await Promise.all([opened.readNames('source'), opened.readNames('genre')]);
    return { table, isThere: true, services, genres, defaults: ARRIVAL_DEFAULTS };
  } catch (error) {
    if (isMissingCatalogue(error))
      return { table, isThere: false, services: [], genres: [], defaults: ARRIVAL_DEFAULTS };
    throw error;
  }
};

/** GET /api/arrivals: what is new on services, with the filters and the words of `tvguide whats-new`. */
export const arrivals: Handler = async ({ context, query }): Promise<ArrivalsView> => {
  const filters = filtersOf(query, context.io.now());
  const genresWanted = words(query.get('genres') ?? '');
  const opened = await context.catalogue.get();
  const [knownServices, knownGenres] = await Promise.all([
    opened.readNames('source'),
    genresWanted.length === 0 ? [] : opened.readNames('genre'),
  ]);
  const services = find('service', words(needed(query, 'services')), knownServices);
  const genres = find('genre', genresWanted, knownGenres);
  const found = await opened.readArrivals({
    ...{ ...filters, sourceIds: services, limit: MAX_ROWS },
    ...(genres.length === 0 ? {} : { genreIds: genres }),
  });
  return { services, genres, arrivals: found.arrivals.map(rowOf), hasMore: found.hasMore };
};

/** @throws RequestProblem for a value that is not one */
function filtersOf(query: URLSearchParams, now: number) {
  const region = query.get('country') ?? ARRIVAL_DEFAULTS.country;
  const regionProblem = findRegionProblem(region);
  if (regionProblem !== undefined) throw new RequestProblem(400, `the country ${region} ${regionProblem}`);
  const since = asked('since: ', () =>
    momentOf(parseSince(query.get('since') ?? ARRIVAL_DEFAULTS.since), now),
  );
  return { region, since, ...ratingIn(query.get('min-rating') ?? '') };
}

function ratingIn(text: string): { readonly minRating?: number } {
  if (text === '') return {};
  const minRating = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Infinity;
  if (minRating <= MAX_RATING) return { minRating };
  throw new RequestProblem(
    400,
    `min-rating must be a number from 0 to ${MAX_RATING} such as 7.5, not ${JSON.stringify(text)}`,
  );
}

function words(list: string): string[] {
  return list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** @throws RequestProblem for an unknown name, with similar ones */
function find(kind: 'service' | 'genre', wanted: readonly string[], known: readonly NamedId[]): number[] {
  return asked('', () => findNamed(kind, wanted, known));
}

/** Reports a mistake in a request as such. */
function asked<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UsageError) throw new RequestProblem(400, `${name}${error.message}`);
    throw error;
  }
}

function rowOf({
  titleId,
  title,
  year,
  type,
  sourceId,
  service,
  ways,
  userRating,
  firstSeen,
}: Arrival): ArrivalRow {
  return {
    ...{ titleId, title, year, type, sourceId, service },
    ways: waysByType(ways).map(({ text, url = null }) => ({ text, url })),
    rating: userRating,
    firstSeen: Date.parse(firstSeen),
  };
}
