import { DAY_MS } from '../../../events/instant.ts';
import { findRegionProblem } from '../../../events/regions.ts';
import type { NamedId } from '../../../events/types.ts';
import type { Arrival } from '../../../operate/catalogue/arrivals.ts';
import { findNamed } from '../../../operate/catalogue/find-named.ts';
import { isMissingCatalogue } from '../../../operate/catalogue/missing-catalogue.ts';
import { waysByType } from '../../../operate/catalogue/ways.ts';
import { UsageError } from '../../../operate/errors.ts';
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
    return { table, isThere: true, services, genres };
  } catch (error) {
    if (isMissingCatalogue(error)) return { table, isThere: false, services: [], genres: [] };
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
  const region = needed(query, 'country');
  const regionProblem = findRegionProblem(region);
  if (regionProblem !== undefined) throw new RequestProblem(400, `the country ${region} ${regionProblem}`);
  const since = needed(query, 'since');
  const [, days] = /^(\d{1,4})d$/.exec(since) ?? [];
  if (days === undefined) {
    throw new RequestProblem(400, `since must be a number of days such as 7d, not ${JSON.stringify(since)}`);
  }
  return { region, since: now - Number(days) * DAY_MS, ...ratingIn(query.get('min-rating') ?? '') };
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
  try {
    return findNamed(kind, wanted, known);
  } catch (error) {
    if (error instanceof UsageError) throw new RequestProblem(400, error.message);
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
