import type { Arrival } from './arrivals.ts';

/** A title with all services on which it is new. Its facts are those of the newest arrival. */
export interface ArrivedTitle extends Pick<
  Arrival,
  | 'titleId'
  | 'title'
  | 'year'
  | 'type'
  | 'plotOverview'
  | 'userRating'
  | 'releaseDate'
  | 'genres'
  | 'firstSeen'
> {
  /** The newest first. */
  readonly arrivals: readonly Arrival[];
}

/**
 * Groups arrivals by title.
 *
 * @param arrivals the newest first
 * @returns the titles, in the order of their newest arrivals
 * @example titlesOf(arrivals).map(({ title, arrivals: places }) => `${title}: ${places.length} services`)
 */
export function titlesOf(arrivals: readonly Arrival[]): ArrivedTitle[] {
  const byTitle = new Map<number, Arrival[]>();
  for (const arrival of arrivals) {
    byTitle.set(arrival.titleId, [...(byTitle.get(arrival.titleId) ?? []), arrival]);
  }
  return [...byTitle.values()].flatMap((ofTitle) =>
    ofTitle.slice(0, 1).map((newest) => ({ ...newest, arrivals: ofTitle })),
  );
}
