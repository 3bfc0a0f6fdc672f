import { findRegionProblem } from '../../../events/regions.ts';
import { ARRIVAL_DEFAULTS } from '../../../operate/catalogue/arrival-defaults.ts';
import type { Arrival } from '../../../operate/catalogue/arrivals.ts';
import type { CatalogueReader } from '../../../operate/catalogue/catalogue-reader.ts';
import {
  findArrivals,
  readKnownNames,
  type FoundArrivals,
  type WantedArrivals,
} from '../../../operate/catalogue/find-arrivals.ts';
import { waysByType } from '../../../operate/catalogue/ways.ts';
import { UsageError } from '../../../operate/errors.ts';
import { momentOf, parseSince } from '../../../operate/parse/since.ts';
import type { ArrivalRow, ArrivalsView, CatalogueView } from '../../api/index.ts';
import type { ConsoleContext } from '../context.ts';
import type { Handler } from '../http/handler.ts';
import { needed, RequestProblem } from '../http/request.ts';

/** The maximum number of rows; `tvguide whats-new --limit` lists more. */
const MAX_ROWS = 200;
const MAX_RATING = 10;

/** GET /api/catalogue: the services and genres of the catalogue. */
export const catalogue: Handler = ({ context }) => readCatalogue(context);

/** Reads the services and genres of the catalogue; none without one. */
export async function readCatalogue(context: ConsoleContext): Promise<CatalogueView> {
  const { tableName: table } = await context.catalogue.get();
  const known = await context.catalogue.readNames();
  const { services, genres } = known ?? { services: [], genres: [] };
  return { table, isThere: known !== null, services, genres, defaults: ARRIVAL_DEFAULTS };
}

/** GET /api/arrivals: what is new on services, with the filters and the words of `tvguide whats-new`. */
export const arrivals: Handler = async ({ context, query }): Promise<ArrivalsView> => {
  const wanted = {
    ...filtersOf(query, context.io.now()),
    services: words(needed(query, 'services')),
    genres: words(query.get('genres') ?? ''),
    limit: MAX_ROWS,
  };
  const opened = await context.catalogue.get();
  const found = await find(opened, wanted);
  return {
    services: found.services.map(({ id }) => id),
    genres: found.genreIds,
    arrivals: found.arrivals.map(rowOf),
    hasMore: found.hasMore,
  };
};

/** @throws RequestProblem for a value that is not one */
function filtersOf(query: URLSearchParams, now: number) {
  const region = query.get('country') ?? ARRIVAL_DEFAULTS.country;
  const regionProblem = findRegionProblem(region);
  if (regionProblem !== undefined) throw new RequestProblem(400, `the country ${region} ${regionProblem}`);
  const since = sinceIn(query.get('since') ?? ARRIVAL_DEFAULTS.since, now);
  return { region, since, ...ratingIn(query.get('min-rating') ?? '') };
}

function sinceIn(text: string, now: number): number {
  try {
    return momentOf(parseSince(text), now);
  } catch (error) {
    throw asRequestProblem(error, 'since: ');
  }
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

/** Rejects with RequestProblem for an unknown name, with similar ones. */
async function find(catalogue: CatalogueReader, wanted: WantedArrivals): Promise<FoundArrivals> {
  const known = await readKnownNames(catalogue);
  return findArrivals(catalogue, known, wanted).catch((error: unknown) => {
    throw asRequestProblem(error);
  });
}

/** Returns the error of a mistake in a request, and any other error as it is. */
function asRequestProblem(error: unknown, prefix = ''): unknown {
  return error instanceof UsageError ? new RequestProblem(400, `${prefix}${error.message}`) : error;
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
