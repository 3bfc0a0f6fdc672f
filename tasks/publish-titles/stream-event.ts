import { createHash } from 'node:crypto';
import type { Batch, Feed, FetchedTitle, StreamEvent, TitleRecord } from '../../events/types.ts';
import { canonicalJson } from '../shared/canonical-json.ts';

/** The kinds of event of a title. */
type EventKind = 'added' | 'updated' | 'released';

const KIND_OF_FEED: Readonly<Record<Feed, EventKind>> = {
  new_titles: 'added',
  titles_details_changed: 'updated',
  titles_sources_changed: 'updated',
  titles_episodes_changed: 'updated',
  releases: 'released',
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
  { fetchedAt, record }: FetchedTitle,
  { feed, executionArn }: ObservingRun,
): StreamEvent {
  const kind = KIND_OF_FEED[feed];
  return {
    specversion: '1.0',
    id: eventId(executionArn, kind, record),
    source: 'https://api.watchmode.com/v1',
    type: `tvguide.title.${kind}`,
    subject: String(record.watchmodeId),
    time: fetchedAt,
    datacontenttype: 'application/json',
    dataschema: 'https://schemas.tvguide.example/title-record.schema.json',
    data: record,
  };
}

function eventId(executionArn: string | undefined, kind: EventKind, record: TitleRecord): string {
  return createHash('sha256')
    .update(`${executionArn ?? ''}\n${kind}\n${record.watchmodeId}\n${canonicalJson(record)}`)
    .digest('hex');
}
