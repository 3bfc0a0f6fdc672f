import { hasRecord, titleIdOf } from '../../../events/event-kind.ts';
import type { StreamEvent } from '../../../events/types.ts';
import { nameOf } from '../../../workflow/arns.ts';
import { describeEnding, type NextCommands } from '../../progress/print-ending.ts';
import { duration } from '../../render/duration.ts';
import { counted } from '../../../operate/format/plural.ts';
import type { Style } from '../../render/printer.ts';
import { row } from '../../render/rows.ts';
import type { TitleNames } from '../../title-names.ts';
import { headOf } from '../../render/stream-event.ts';
import { describeNotice } from '../../../operate/stream/describe-event.ts';
import type { SourceNames } from '../../../operate/stream/source-names.ts';
import { type RunOutcome, streamFault } from './outcome.ts';

/** Describes the outcome of a run: the ending as in `watch`, the stream, and the location of the history. */
export function describeOutcome(outcome: RunOutcome, style: Style): string {
  const { ending, elapsedMs } = outcome;
  const show = `tvguide show ${nameOf(ending.executionArn)} --local`;
  return [
    describeEnding(ending, outcome, style),
    ...streamRows(outcome, style),
    ...catalogueRows(outcome),
    '',
    row('history', `kept in .local: \`${show}\``),
    row('took', `${duration(elapsedMs)}, with starting up and reading back`),
  ].join('\n');
}

/** Returns the commands to continue with after a run. */
export function nextCommandsOf(name: string): NextCommands {
  return {
    why: `\`tvguide why ${name} --local\``,
    redrive: `\`tvguide run --redrive ${name}\``,
    rejected: '`tvguide up`, and in another terminal `tvguide deferred --rejected --local`',
  };
}

/** Returns the row of the catalogue; none without a consumer. */
export function catalogueRows({ catalogue }: Pick<RunOutcome, 'catalogue'>): string[] {
  if (catalogue === null) return [];
  const { titles, rows } = catalogue;
  const held = `${counted(titles, 'title', 'titles')} with ${counted(rows, 'row', 'rows')} of services and genres`;
  return [row('catalogue', held)];
}

function streamRows(outcome: RunOutcome, { red, yellow }: Style): string[] {
  const { stream, streamName, isRedrive } = outcome;
  const fault = streamFault(outcome);
  const faultRow = fault === undefined ? [] : [red(`  ${fault}`)];
  if (stream === null) return faultRow;
  const { records, events, distinctIds, samples, names, faults, faultSamples } = stream;
  const held = counted(records, 'record', 'records') + (isRedrive ? ' of this redrive' : '');
  const readBack = `${counted(events, 'event', 'events')} with ${counted(distinctIds, 'distinct id', 'distinct ids')}`;
  return [
    '',
    row('stream', `${streamName} holds ${held}, as read back: ${readBack}`),
    ...samples.map((event) => describeEvent(event, names, outcome.names)),
    ...(faults === 0
      ? []
      : [
          yellow(
            `  ${counted(faults, 'part', 'parts')} of records cannot be read as events: ${faultSamples[0] ?? ''}`,
          ),
        ]),
    ...faultRow,
  ];
}

/** Formats an event: `3173903  added  Breaking Bad (2008), tv_series: Netflix, Amazon`. */
function describeEvent(event: StreamEvent, names: SourceNames, titles: TitleNames): string {
  const { subject, kind } = headOf(event);
  const head = `  ${subject.padEnd(9)} ${kind.padEnd(9)}`;
  if (!hasRecord(event)) {
    const title = titles.get(titleIdOf(event) ?? 0);
    return `${head}${title === undefined ? '' : `${title}: `}${describeNotice(event, names)}`;
  }
  const { data } = event;
  const year = data.year === null ? '' : ` (${data.year})`;
  const providers = [...new Set(data.sources.map((source) => source.name))];
  const shown =
    providers.slice(0, 3).join(', ') + (providers.length > 3 ? ` and ${providers.length - 3} more` : '');
  const where = providers.length === 0 ? 'nowhere to watch' : shown;
  return `${head}${data.title}${year}, ${data.type}: ${where}`;
}
