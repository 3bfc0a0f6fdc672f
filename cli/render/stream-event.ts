import { eventKind } from '../../events/event-kind.ts';
import type { StreamEvent, TitleRecord } from '../../events/types.ts';
import { formatMoment } from '../../operate/format/moment.ts';
import { counted } from '../../operate/format/plural.ts';
import type { Style } from './printer.ts';

const SUBJECT_WIDTH = 9;
const TYPE_WIDTH = 8;

/**
 * Formats an event: `2026-11-24 06:00:01Z  3173903   added     Breaking Bad (2008), tv_series, 3 sources`. A removed title
 * has no record: `2026-11-25 06:00:01Z  3173903   removed   Watchmode no longer knows it`.
 */
export function formatStreamEvent({ time, subject, type, data }: StreamEvent, style: Style): string {
  const kind = eventKind(type).padEnd(TYPE_WIDTH);
  return `${style.dim(formatMoment(new Date(time)))}  ${subject.padEnd(SUBJECT_WIDTH)} ${style.cyan(kind)}  ${describe(data)}`;
}

function describe(record: TitleRecord | null): string {
  if (record === null) return 'Watchmode no longer knows it';
  const year = record.year === null ? '' : ` (${record.year})`;
  const sources = counted(record.sources.length + record.sourcesOmitted, 'source', 'sources');
  return `${record.title}${year}, ${record.type}, ${sources}`;
}
