import { createHash } from 'node:crypto';
import type { Source, StreamEvent, TitleRecord } from '../../../../events/types.ts';
import { titleRecord } from '../../../tasks/support/title.ts';

/** A subscription of a service. */
export function sourceOf(sourceId: number, changes: Partial<Source> = {}): Source {
  return {
    ...{ sourceId, name: `Service ${sourceId}`, type: 'sub', region: 'GB', price: null, format: '4K' },
    ...{ webUrl: `https://www.example.com/${sourceId}`, iosUrl: null, androidUrl: null },
    ...{ seasons: null, episodes: null },
    ...changes,
  };
}

/** The facts of an event that tests name. */
export interface EventFacts {
  readonly titleId?: number;
  /** The day of November 2026. */
  readonly day: number;
  /** The services; null for a removal. */
  readonly services: readonly number[] | null;
  readonly genres?: readonly number[];
  readonly changes?: Partial<TitleRecord>;
}

/** Makes a valid event. Its id depends on all facts. */
export function eventOn(facts: EventFacts): StreamEvent {
  const { titleId = 345_534, day, services, genres = [4], changes = {} } = facts;
  const common = {
    specversion: '1.0',
    id: createHash('sha256').update(JSON.stringify(facts)).digest('hex'),
    source: 'https://api.watchmode.com/v1',
    subject: String(titleId),
    time: new Date(Date.UTC(2026, 10, day, 6)).toISOString(),
    datacontenttype: 'application/json',
  } as const;
  if (services === null) return { ...common, type: 'tvguide.title.removed', data: null };
  return {
    ...common,
    type: 'tvguide.title.updated',
    dataschema: 'https://schemas.tvguide.example/title-record.schema.json',
    data: titleRecord(titleId, {
      genres: genres.map((id) => ({ id, name: `Genre ${id}` })),
      sources: services.map((sourceId) => sourceOf(sourceId)),
      ...changes,
    }),
  };
}
