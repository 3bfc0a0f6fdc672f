import type { Arrival, Arrivals } from '../../../operate/catalogue/arrivals.ts';

/** What is new on services. */
export interface Listing extends Arrivals {
  /** The names of the services. */
  readonly services: readonly string[];
}

const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** Returns the headline of a listing: `New on BBC iPlayer and Netflix`. */
export function headlineOf({ services }: Pick<Listing, 'services'>): string {
  return `New on ${LIST.format(services)}`;
}

/** Returns the title of an arrival with its year: `Heat (1995)`. */
export function nameOf({ title, year }: Pick<Arrival, 'title' | 'year'>): string {
  return year === null ? title : `${title} (${year})`;
}
