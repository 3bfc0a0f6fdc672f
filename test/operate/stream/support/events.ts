import type {
  DepartureEvent,
  GenreEvent,
  RegionEvent,
  RemovalEvent,
  SourceEvent,
  TitleEvent,
} from '../../../../events/types.ts';
import { hash32 } from '../../../../local/watchmode/seeded-random.ts';
import { titleRecord } from '../../../tasks/support/title.ts';

/** A valid event about the title with this ID. */
export function eventOf(titleId: number): TitleEvent {
  const data = titleRecord(titleId, { title: `七人の侍 ${titleId} 🎬` });
  return {
    specversion: '1.0',
    id: idOf(String(titleId)),
    source: 'https://api.watchmode.com/v1',
    type: 'tvguide.title.added',
    subject: String(titleId),
    time: '2026-11-24T12:00:00Z',
    datacontenttype: 'application/json',
    dataschema: 'https://schemas.tvguide.example/title-record.schema.json',
    data,
  };
}

/** A valid event about a title that Watchmode no longer knows. */
export function removalOf(titleId: number): RemovalEvent {
  const { specversion, id, source, subject, datacontenttype } = eventOf(titleId);
  return {
    ...{ specversion, source, subject, datacontenttype },
    id: id.replace(/^0/, '1'),
    type: 'tvguide.title.removed',
    time: '2026-11-25T12:00:00Z',
    data: null,
  };
}

/** A valid event about a title that left a service in the United Kingdom. */
export function leftOf(titleId: number, sourceId: number): DepartureEvent {
  return {
    ...removalOf(titleId),
    id: idOf(`left ${titleId} ${sourceId}`),
    type: 'tvguide.title.left',
    time: '2026-11-26T12:00:00Z',
    data: { region: 'GB', sourceId },
  };
}

/** A valid event about a source of the United Kingdom. */
export function sourceOf(id: number, name: string): SourceEvent {
  return {
    ...listed(`source:${id}`),
    type: 'tvguide.source.listed',
    data: { id, name, type: 'sub', regions: ['GB'] },
  };
}

/** A valid event about a genre. */
export function genreOf(id: number, name: string): GenreEvent {
  return { ...listed(`genre:${id}`), type: 'tvguide.genre.listed', data: { id, name } };
}

/** A valid event about a region. */
export function regionOf(region: string, name: string, isOnPlan: boolean): RegionEvent {
  return { ...listed(`region:${region}`), type: 'tvguide.region.listed', data: { region, name, isOnPlan } };
}

function listed(subject: string) {
  const { specversion, source, datacontenttype } = eventOf(1);
  return {
    ...{ specversion, source, datacontenttype, subject },
    id: idOf(subject),
    time: '2026-11-26T12:00:01Z',
  };
}

const idOf = (text: string) => hash32(text).toString(16).padStart(64, '0');

/** The data of a record that holds one value as JSON. */
export function bytesOf(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value), 'utf8');
}
