import type { RemovalEvent, TitleEvent } from '../../../../events/types.ts';
import { hash32 } from '../../../../local/watchmode/seeded-random.ts';
import { titleRecord } from '../../../tasks/support/title.ts';

/** A valid event about the title with this ID. */
export function eventOf(titleId: number): TitleEvent {
  const data = titleRecord(titleId, { title: `七人の侍 ${titleId} 🎬` });
  return {
    specversion: '1.0',
    id: hash32(String(titleId)).toString(16).padStart(64, '0'),
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

/** The data of a record that holds one value as JSON. */
export function bytesOf(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value), 'utf8');
}
