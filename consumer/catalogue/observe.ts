import { NO_GENRE, recordKey, TOMBSTONE_DAYS } from '../../events/catalogue.ts';
import { hasRecord, type EventOfTitle } from '../../events/event-kind.ts';
import { DAY_MS, epochMs } from '../../events/instant.ts';
import { serviceOf } from '../../events/sections.ts';
import type { CatalogueRecord, TitleEvent } from '../../events/types.ts';
import { isDescription, stateAfter, stateBefore, type Observed } from './title-state.ts';

/**
 * Adds an event to the record of a title. The result depends on the events of the title and not on their order, and an
 * event that is added again, or that is more than 30 days older than the newest one, changes nothing.
 *
 * A departure changes nothing but the services. It may come before the event that describes the title, which then counts
 * however old it is.
 *
 * @param found - the record so far; null if there is none
 * @returns `found` itself if nothing changes
 */
export function observe(found: CatalogueRecord | null, event: EventOfTitle): CatalogueRecord {
  const observed = observedIn(event);
  const { observations: known, since, record } = found ?? { observations: [], since: [], record: null };
  const observations = [...known, observed].sort(compare);
  const newest = observations.at(-1) ?? observed;
  const oldest = epochMs(newest.time) - TOMBSTONE_DAYS * DAY_MS;
  if (found !== null) {
    const isKnown = known.some((other) => compare(other, observed) === 0);
    const isTooLate = epochMs(observed.time) < oldest && known.some(isDescription);
    if (isKnown || isTooLate) return found;
  }
  const later = observations.slice(observations.indexOf(observed) + 1);
  const describes = isDescription(observed) && !later.some(isDescription);
  const titleId = Number(event.subject);
  return {
    ...recordKey(titleId),
    titleId,
    time: newest.time,
    eventId: newest.eventId,
    record: describes ? (hasRecord(event) ? event.data : null) : record,
    ...(newest === observed ? forget({ observations, since }, oldest) : { observations, since }),
  };
}

function observedIn(event: EventOfTitle): Observed {
  const moment = { time: normalised(event.time), eventId: event.id };
  if (event.type === 'tvguide.title.left') {
    return { ...moment, left: serviceOf(event.data) };
  }
  const services = hasRecord(event) ? servicesOf(event) : [];
  const genres = new Set(hasRecord(event) ? event.data.genres.map(({ id }) => id) : []);
  return {
    ...moment,
    services: [...new Set(services)].sort(),
    genres: genres.size === 0 ? [NO_GENRE] : [...genres].sort((one, other) => one - other),
  };
}

/** Returns the services of a title: its sources, and those on which a sweep found it new. */
function servicesOf({ data, arrivedon }: TitleEvent): string[] {
  return [...data.sources.map(serviceOf), ...(arrivedon?.split(',') ?? [])];
}

type Memory = Pick<CatalogueRecord, 'observations' | 'since'>;

/**
 * Forgets the observations before a time, except the last of them: its services can leave later. If that is a departure,
 * it becomes a description of what the title had after it.
 */
function forget({ observations, since }: Memory, oldest: number): Memory {
  const late = observations.filter(({ time }) => epochMs(time) < oldest);
  const forgotten = late.slice(0, -1);
  const before = forgotten.reduce(stateAfter, stateBefore({ since }));
  const [first, ...others] = observations.slice(forgotten.length);
  if (first === undefined || isDescription(first) || !forgotten.some(isDescription)) {
    return { observations: observations.slice(forgotten.length), since: [...before.since] };
  }
  const { since: services, genres } = stateAfter(before, first);
  const described = {
    time: first.time,
    eventId: first.eventId,
    services: services.map(({ service }) => service),
    genres: [...genres],
  };
  return { observations: [described, ...others], since: [...before.since] };
}

/** Returns a time in UTC with milliseconds, so that DynamoDB can compare times as texts. */
const normalised = (time: string) => new Date(epochMs(time)).toISOString();

/** Orders events by time. Two runs can fetch a title in the same millisecond: then the id decides. */
function compare(one: Pick<Observed, 'time' | 'eventId'>, other: typeof one): number {
  return (
    epochMs(one.time) - epochMs(other.time) ||
    (one.eventId < other.eventId ? -1 : Number(one.eventId > other.eventId))
  );
}
