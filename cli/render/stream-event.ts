import type { StreamEvent } from '../../events/types.ts';
import { formatMoment } from '../../operate/format/moment.ts';
import { counted } from '../../operate/format/plural.ts';
import type { Style } from './printer.ts';

const SUBJECT_WIDTH = 9;
const TYPE_WIDTH = 8;

/** Formats an event: `2026-11-24 06:00:01Z  3173903   added     Breaking Bad (2008), tv_series, 3 sources`. */
export function formatStreamEvent({ time, subject, type, data }: StreamEvent, style: Style): string {
  const kind = type.replace('tvguide.title.', '').padEnd(TYPE_WIDTH);
  const year = data.year === null ? '' : ` (${data.year})`;
  const sources = counted(data.sources.length + data.sourcesOmitted, 'source', 'sources');
  return `${style.dim(formatMoment(new Date(time)))}  ${subject.padEnd(SUBJECT_WIDTH)} ${style.cyan(kind)}  ${data.title}${year}, ${data.type}, ${sources}`;
}
