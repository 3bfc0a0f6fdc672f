import { Parameters } from './parameters.ts';
import { GENRES, providersOn, SOURCE_TYPES, type Provider } from './providers.ts';
import { regionsOf } from './regions.ts';
import type { EndpointResult, StandInState } from './stand-in-state.ts';

/** Lists the services with their names of today. @throws ApiError 400 for an invalid parameter */
export function listSources({ rotation }: StandInState, query: URLSearchParams): EndpointResult {
  const parameters = new Parameters(query);
  const regions = parameters.regions('regions');
  const types = parameters.oneOf('types', SOURCE_TYPES);
  const found = providersOn(rotation.day).filter(
    (provider) =>
      (regions === undefined || provider.regions.some((region) => regions.has(region))) &&
      (types === undefined || provider.types.some((type) => types.has(type))),
  );
  return { body: found.map(sourceOf), credits: 1 };
}

/** Lists the genres. */
export function listGenres(): EndpointResult {
  return { body: GENRES.map(({ id, name, tmdbId }) => ({ id, name, tmdb_id: tmdbId })), credits: 1 };
}

/** Lists the countries, and if the plan includes them. */
export function listRegions({ plan }: StandInState): EndpointResult {
  return { body: regionsOf(plan), credits: 1 };
}

function sourceOf({ id, name, host, types, regions }: Provider): object {
  const [first] = types;
  return {
    id,
    name,
    // One type stands for rent and buy, as at Watchmode.
    type: first === 'rent' || first === 'buy' ? 'purchase' : first,
    logo_100px: `https://images.example/logos/${host}_100px.png`,
    ios_appstore_url: `https://apps.example/ios/${host}`,
    android_playstore_url: `https://apps.example/android/${host}`,
    android_tv_url: null,
    fire_tv_url: null,
    roku_url: null,
    tvos_url: null,
    regions,
  };
}
