import { createHash } from 'node:crypto';
import type {
  Batch,
  Feed,
  FetchedTitle,
  RemovalEvent,
  StreamEvent,
  TitleEvent,
  TitleRecord,
} from '../../events/types.ts';
import { canonicalJson } from '../shared/canonical-json.ts';

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
 * Its id depends on the execution and the content, not on the time. A retry or a redrive repeats it, so that consumers can
 * drop duplicates. Another run gives another id to the same content: a consumer must not drop a title that changes and
 * changes back.
 */
export function buildStreamEvent(
  { titleId, fetchedAt, record }: FetchedTitle,
  { feed, executionArn }: ObservingRun,
): TitleEvent {
  const kind = KIND_OF_FEED[feed];
  return {
    ...envelope(eventId({ executionArn, kind, titleId, data: record }), `tvguide.title.${kind}`, {
      titleId,
      time: fetchedAt,
    }),
    dataschema: 'https://schemas.tvguide.example/title-record.schema.json',
    data: record,
  };
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
  return {
    ...envelope(eventId({ executionArn, kind: 'removed', titleId, data: null }), 'tvguide.title.removed', {
      titleId,
      time: now,
    }),
    data: null,
  };
}

/** The members that all kinds of event have in common. */
function envelope<Type extends StreamEvent['type']>(
  id: string,
  type: Type,
  { titleId, time }: { readonly titleId: number; readonly time: string },
) {
  return {
    specversion: '1.0' as const,
    id,
    source: 'https://api.watchmode.com/v1' as const,
    type,
    subject: String(titleId),
    time,
    datacontenttype: 'application/json' as const,
  };
}

/** The facts that the id of an event depends on. */
interface Identity {
  readonly executionArn: string | undefined;
  readonly kind: EventKind | 'removed';
  readonly titleId: number;
  readonly data: TitleRecord | null;
}

function eventId({ executionArn, kind, titleId, data }: Identity): string {
  return createHash('sha256')
    .update(`${executionArn ?? ''}\n${kind}\n${titleId}\n${canonicalJson(data)}`)
    .digest('hex');
}
