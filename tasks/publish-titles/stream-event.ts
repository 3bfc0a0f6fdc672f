import { placeOfService } from '../../events/sections.ts';
import type {
  Batch,
  DepartedTitle,
  DepartureEvent,
  Feed,
  FetchedTitle,
  RemovalEvent,
  TitleEvent,
} from '../../events/types.ts';
import { envelope, eventId } from '../shared/stream/envelope.ts';

/** The kinds of event of a title. */
type EventKind = 'added' | 'updated' | 'released';

const KIND_OF_FEED: Readonly<Record<Feed, EventKind>> = {
  new_titles: 'added',
  titles_details_changed: 'updated',
  titles_sources_changed: 'updated',
  titles_episodes_changed: 'updated',
  releases: 'released',
  catalogue: 'added',
};

/** The run that observed a title. A child execution of a run that older software started does not know its execution. */
export type ObservingRun = Pick<Batch, 'feed' | 'executionArn'>;

/**
 * Builds the event of a title for consumers: CloudEvents 1.0 in structured JSON
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md).
 *
 * Another run gives another id to the same content, because a title can change and change back. The services on which a
 * title arrived are the extension attribute `arrivedon`.
 */
export function buildStreamEvent(
  { titleId, fetchedAt, record, arrivals = [] }: FetchedTitle,
  { feed, executionArn }: ObservingRun,
): TitleEvent {
  const kind = KIND_OF_FEED[feed];
  const subject = String(titleId);
  return {
    ...envelope(`tvguide.title.${kind}`, {
      id: eventId({ executionArn, kind, subject, content: record }),
      subject,
      time: fetchedAt,
    }),
    dataschema: 'https://schemas.tvguide.example/title-record.schema.json',
    ...(arrivals.length === 0 ? {} : { arrivedon: [...arrivals].sort(byService).join(',') }),
    data: record,
  };
}

/** Orders services by region, then by source ID. */
function byService(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

/**
 * Builds the event of a title that Watchmode no longer knows. Its id depends on the execution and the title.
 *
 * @param now - the current time, RFC 3339
 */
export function buildRemovalEvent(
  titleId: number,
  now: string,
  { executionArn }: ObservingRun,
): RemovalEvent {
  const subject = String(titleId);
  const id = eventId({ executionArn, kind: 'removed', subject, content: null });
  return { ...envelope('tvguide.title.removed', { id, subject, time: now }), data: null };
}

/**
 * Builds the event of a title that left a service. Its id depends on the execution, the title and the service.
 *
 * @param listedAt - the time of the listing that found it gone, RFC 3339
 */
export function buildDepartureEvent(
  { titleId, from }: DepartedTitle,
  listedAt: string,
  { executionArn }: ObservingRun,
): DepartureEvent {
  const data = placeOfService(from);
  const subject = String(titleId);
  const id = eventId({ executionArn, kind: 'left', subject, content: data });
  return { ...envelope('tvguide.title.left', { id, subject, time: listedAt }), data };
}
