import { serviceOfSection } from '../../../events/sections.ts';
import type { DeferredItem, ListedItem, Service } from '../../../events/types.ts';
import type { Comparison } from '../../shared/sweep/compare-sweeps.ts';
import type { FoundSection } from '../../shared/sweep/read-section.ts';

/** A section that was swept. */
export interface SweptSection {
  readonly found: FoundSection;
  readonly comparison: Comparison;
}

/** The titles and departures that a sweep publishes. */
export interface SweepItems {
  /** The titles to fetch, each once: waiting ones, then those that arrived, then those of baselines. */
  readonly titleIds: number[];
  /** The same with the services on which they arrived, then the departures. */
  readonly items: ListedItem[];
}

/**
 * Returns the items of a sweep.
 *
 * A service can have several sections, one a type. A title that moves between them neither arrives nor leaves.
 *
 * @param waiting - the deferred titles that the run fetches
 */
export function sweepItems(
  sections: readonly SweptSection[],
  waiting: readonly Pick<DeferredItem, 'titleId' | 'arrivals'>[],
  { publishBaseline }: { readonly publishBaseline: boolean },
): SweepItems {
  const departures = departuresOf(sections);
  const isGone = (titleId: number, service: Service) => departures.get(titleId)?.has(service) === true;
  const services = new Map<number, Set<Service>>();
  const add = (titleId: number, arrivedOn: readonly Service[]) => {
    const known = services.get(titleId) ?? new Set();
    arrivedOn.forEach((service) => known.add(service));
    services.set(titleId, known);
  };
  for (const { titleId, arrivals = [] } of waiting) {
    add(
      titleId,
      arrivals.filter((service) => !isGone(titleId, service)),
    );
  }
  const arrivals = arrivalsOf(sections);
  arrivals.forEach((arrivedOn, titleId) => add(titleId, [...arrivedOn]));
  if (publishBaseline) {
    sections.forEach((section) => baselineOf(section).forEach((titleId) => add(titleId, [])));
  }
  const fetched = [...services].map(([titleId, on]): ListedItem =>
    on.size === 0 ? titleId : { titleId, on: [...on].sort() },
  );
  const left = [...departures].flatMap(([titleId, from]) =>
    [...from].sort().map((service): ListedItem => ({ titleId, from: service })),
  );
  return { titleIds: [...services.keys()], items: [...fetched, ...left] };
}

/** Returns the titles of the baseline that this sweep is the first to list: all of a first sweep, and later those adopted. */
export function baselineOf({ found, comparison }: SweptSection): ReadonlySet<number> {
  return found.former === null ? comparison.titles : new Set(comparison.adopted);
}

/** Returns the services on which titles arrived. */
function arrivalsOf(sections: readonly SweptSection[]): Map<number, Set<Service>> {
  return byService(
    sections,
    ({ comparison }) => comparison.arrived,
    ({ found }, titleId) =>
      found.former?.pages.some(({ titles }) => titles.includes(titleId)) === true ||
      found.former?.missing.some((missing) => missing.titleId === titleId) === true,
  );
}

/** Returns the services that titles have left. */
function departuresOf(sections: readonly SweptSection[]): Map<number, Set<Service>> {
  return byService(
    sections,
    ({ comparison }) => comparison.left,
    ({ comparison }, titleId) => comparison.titles.has(titleId),
  );
}

/** Collects titles of sections by their services, without those that another section of the service has. */
function byService(
  sections: readonly SweptSection[],
  titlesOf: (section: SweptSection) => readonly number[],
  has: (section: SweptSection, titleId: number) => boolean,
): Map<number, Set<Service>> {
  const services = new Map<number, Set<Service>>();
  for (const swept of sections) {
    const service = serviceOfSection(swept.found.section);
    const others = sections.filter(
      (other) => other !== swept && serviceOfSection(other.found.section) === service,
    );
    for (const titleId of titlesOf(swept)) {
      if (others.some((other) => has(other, titleId))) continue;
      services.set(titleId, (services.get(titleId) ?? new Set()).add(service));
    }
  }
  return services;
}
