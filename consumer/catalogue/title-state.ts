import type { CatalogueRecord, Observation, ObservedDeparture, ServiceSince } from '../../events/types.ts';

/** The services and genres of a title by one event. */
export type Observed = Observation | ObservedDeparture;

/** The services and genres that a title has after an event. */
export interface TitleState {
  /** Since when each service has the title, without an event in between after which it had not. */
  readonly since: readonly ServiceSince[];
  /** Empty before the first event that describes the title. */
  readonly genres: readonly number[];
}

/** Tells an observation of all services and genres from a departure. */
export function isDescription(observed: Observed): observed is Observation {
  return 'services' in observed;
}

/** Returns the state after an event: a departure takes one service away, any other event says all of it. */
export function stateAfter({ since, genres }: TitleState, observed: Observed): TitleState {
  if (!isDescription(observed)) {
    return { since: since.filter(({ service }) => service !== observed.left), genres };
  }
  const earlier = new Map(since.map((stint) => [stint.service, stint.since]));
  const { services, time } = observed;
  return {
    since: services.map((service) => ({ service, since: earlier.get(service) ?? time })),
    genres: observed.genres,
  };
}

/** Returns the state before the observations of a record. */
export function stateBefore({ since }: Pick<CatalogueRecord, 'since'>): TitleState {
  return { since, genres: [] };
}
