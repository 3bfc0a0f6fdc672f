import { eventKind, hasRecord } from '../../events/event-kind.ts';
import type { StreamEvent, TitleRecord } from '../../events/types.ts';
import { formatMoment } from '../../operate/format/moment.ts';
import { counted } from '../../operate/format/plural.ts';
import { describeNotice } from '../../operate/stream/describe-event.ts';
import type { SourceNames } from '../../operate/stream/source-names.ts';
import type { Style } from './printer.ts';

const SUBJECT_WIDTH = 9;
const TYPE_WIDTH = 8;

/**
 * Formats an event: `2026-11-24 06:00:01Z  3173903   added     Breaking Bad (2008), tv_series, 3 sources`. A title that
 * left a service has no record: `2026-11-25 06:00:01Z  3173903   left      Netflix, GB`. An event of reference data is of
 * no title: `2026-11-25 06:00:01Z  source    listed    203 Netflix`.
 *
 * @param names - the names of the sources
 */
export function formatStreamEvent(
  event: StreamEvent,
  names: Pick<SourceNames, 'of'>,
  { dim, cyan }: Style,
): string {
  const { subject, kind } = headOf(event);
  const text = hasRecord(event) ? describe(event.data) : describeNotice(event, names);
  return `${dim(formatMoment(new Date(event.time)))}  ${subject.padEnd(SUBJECT_WIDTH)} ${cyan(kind.padEnd(TYPE_WIDTH))}  ${text}`;
}

/**
 * Returns what an event is about, and its kind: a title ID and `left`, or `source` and `listed`, whose ID is in the text
 * of the event.
 */
export function headOf({ type, subject }: Pick<StreamEvent, 'type' | 'subject'>): {
  readonly subject: string;
  readonly kind: string;
} {
  const [kind = '', ...rest] = eventKind(type).split('.').reverse();
  return { subject: rest[0] ?? subject, kind };
}

function describe(record: TitleRecord): string {
  const year = record.year === null ? '' : ` (${record.year})`;
  const sources = counted(record.sources.length + record.sourcesOmitted, 'source', 'sources');
  return `${record.title}${year}, ${record.type}, ${sources}`;
}
