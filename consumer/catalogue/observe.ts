import { NO_GENRE, recordKey, TOMBSTONE_DAYS } from '../../events/catalogue.ts';
import { isOfTitle } from '../../events/event-kind.ts';
import { DAY_MS, epochMs } from '../../events/instant.ts';
import type {
  CatalogueRecord,
  Observation,
  ServiceSince,
  RemovalEvent,
  StreamEvent,
  TitleEvent,
} from '../../events/types.ts';

/** Returns true for an event that changes the record of a title. There is no reference data and no departure in it yet. */
export function isObservation(event: StreamEvent): event is TitleEvent | RemovalEvent {
  return isOfTitle(event) && event.type !== 'tvguide.title.left';
}

/**
 * Adds an event to the record of a title. The result depends on the events of the title and not on their order, and an
 * event that is added again, or that is more than 30 days older than the newest one, changes nothing.
 *
 * @param found - the record so far; null if there is none
 * @returns `found` itself if nothing changes
 */
export function observe(found: CatalogueRecord | null, event: TitleEvent | RemovalEvent): CatalogueRecord {
  const observation = observationOf(event);
  if (found === null) return recordOf(event, [observation], []);
  const known = found.observations.some((other) => compare(other, observation) === 0);
  if (known) return found;
  const newest = compare(observation, { time: found.time, eventId: found.eventId }) > 0;
  const observations = [...found.observations, observation].sort(compare);
  if (!newest) {
    const isTooLate = epochMs(observation.time) < oldestKept(found.time);
    return isTooLate ? found : { ...found, observations };
  }
  return recordOf(event, ...forget(observations, found.since, oldestKept(event.time)));
}

/**
 * Returns since when each service of the last observation has the title: the time of the first event that lists it,
 * without an event in between that does not.
 *
 * @param since - the same before the first observation
 */
export function sinceOf(
  observations: readonly Observation[],
  since: readonly ServiceSince[],
): ServiceSince[] {
  return observations.reduce(
    (current, { time, services }) => {
      const earlier = new Map(current.map((stint) => [stint.service, stint.since]));
      return services.map((service) => ({ service, since: earlier.get(service) ?? time }));
    },
    [...since],
  );
}

function observationOf({ time, id, data }: TitleEvent | RemovalEvent): Observation {
  const services = new Set(data?.sources.map(({ region, sourceId }) => `${region}:${sourceId}`));
  const genres = new Set(data?.genres.map((genre) => genre.id));
  return {
    time: normalised(time),
    eventId: id,
    services: [...services].sort(),
    genres: genres.size === 0 ? [NO_GENRE] : [...genres].sort((one, other) => one - other),
  };
}

function recordOf(
  { subject, time, id, data }: TitleEvent | RemovalEvent,
  observations: Observation[],
  since: ServiceSince[],
): CatalogueRecord {
  const titleId = Number(subject);
  return {
    ...recordKey(titleId),
    titleId,
    time: normalised(time),
    eventId: id,
    record: data,
    observations,
    since,
  };
}

/** Forgets the observations before a time, except the last of them: its services can leave later. */
function forget(
  observations: readonly Observation[],
  since: ServiceSince[],
  oldest: number,
): [Observation[], ServiceSince[]] {
  const late = observations.filter(({ time }) => epochMs(time) < oldest).length;
  const count = Math.max(0, late - 1);
  return [observations.slice(count), sinceOf(observations.slice(0, count), since)];
}

/** Returns a time in UTC with milliseconds, so that DynamoDB can compare times as texts. */
const normalised = (time: string) => new Date(epochMs(time)).toISOString();

const oldestKept = (newest: string) => epochMs(newest) - TOMBSTONE_DAYS * DAY_MS;

/** Orders events by time. Two runs can fetch a title in the same millisecond: then the id decides. */
function compare(one: Pick<Observation, 'time' | 'eventId'>, other: typeof one): number {
  return (
    epochMs(one.time) - epochMs(other.time) ||
    (one.eventId < other.eventId ? -1 : Number(one.eventId > other.eventId))
  );
}
