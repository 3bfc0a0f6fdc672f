import { placeOfService } from '../../../../events/sections.ts';
import type { Sweep } from '../../../../events/types.ts';
import { counted } from '../../../../operate/format/plural.ts';
import { isBaseline } from '../../../../operate/run/describe-sweep.ts';
import { describeEnding } from '../../../progress/print-ending.ts';
import { duration } from '../../../render/duration.ts';
import type { Style } from '../../../render/printer.ts';
import { row } from '../../../render/rows.ts';
import { formatTable } from '../../../render/table.ts';
import { catalogueRows } from '../report.ts';
import type { Change } from './day-changes.ts';
import { daysFault, type DaysOutcome, dayOf, type SweptDay } from './outcome.ts';

/** The number of changes of a day that the table lists. */
const LISTED = 8;

/** Describes the outcome: a table of the days, the failure if there is one, the stream and the catalogue. */
export function describeDays(outcome: DaysOutcome, style: Style): string {
  const { swept, wanted, ending, elapsedMs } = outcome;
  const succeeded = ending.status === 'SUCCEEDED' && swept.length === wanted;
  const head = `${swept.length} of ${counted(wanted, 'sweep', 'sweeps')} ${daysOf(swept)}`;
  return [
    succeeded ? style.green(head) : style.red(head),
    '',
    formatTable(
      ['day', 'titles', 'credits', 'arrived and left'],
      [...swept.flatMap((day, index) => rowsOf(day, index, outcome, style)), sumOf(outcome)],
      style,
    ),
    ...(ending.status === 'SUCCEEDED' ? [] : ['', describeEnding(ending, outcome, style)]),
    '',
    ...streamRows(outcome, style),
    ...catalogueRows(outcome),
    row('history', 'kept in .local: `tvguide list --local`'),
    row('took', `${duration(elapsedMs)}, with starting up and reading back`),
  ].join('\n');
}

/** Returns a row of the table for each change of a day. Only the first has the numbers. */
function rowsOf(day: SweptDay, index: number, outcome: DaysOutcome, style: Style): string[][] {
  const { ending, credits } = day;
  const titles = ending.summary?.sweep?.titles;
  const numbers = [
    dayOf(day),
    String(titles ?? '').padStart('TITLES'.length),
    String(credits ?? '').padStart('CREDITS'.length),
  ];
  return changesOf(day, index, outcome, style).map((change, line) =>
    line === 0 ? [...numbers, change] : ['', '', '', change],
  );
}

function changesOf(
  { ending }: SweptDay,
  index: number,
  { changes, titleNames, stream, swept }: DaysOutcome,
  { green, red, yellow, dim }: Style,
): string[] {
  const { summary, status } = ending;
  if (status !== 'SUCCEEDED') return [red(status.toLowerCase())];
  const sweep = summary?.sweep ?? null;
  if (sweep !== null && isBaseline(sweep)) {
    const published = summary?.published ?? 0;
    return [
      dim(published === 0 ? 'the baseline: nothing is published' : `the baseline: ${published} published`),
    ];
  }
  // The stream of an interrupted run is not read.
  if (stream === null) return [dim(describeCounts([sweep]))];
  const { arrived, left } = changes.of(index);
  const sections = new Set(swept.flatMap((day) => day.ending.summary?.sweep?.sections ?? []));
  const text = ({ titleId, services }: Change) => {
    const name = titleNames.get(titleId) ?? `title ${titleId}`;
    if (sections.size === 1) return name;
    return `${name}, ${services.map((service) => nameService(service, stream)).join(' and ')}`;
  };
  const [come, gone] = [
    arrived.map((change) => green(`+ ${text(change)}`)),
    left.map((change) => red(`- ${text(change)}`)),
  ];
  const more = come.length + gone.length - LISTED;
  // Many arrivals leave half of the lines to departures.
  const ofGone = Math.min(gone.length, Math.max(LISTED - come.length, LISTED / 2));
  const listed =
    more > 1
      ? [...come.slice(0, LISTED - ofGone), ...gone.slice(0, ofGone), dim(`and ${more} more`)]
      : [...come, ...gone];
  const { missing = 0, held = 0 } = sweep ?? {};
  const { deferred = 0, rejected = 0 } = summary ?? {};
  const told =
    held > 0
      ? `, ${held} of them held back: most of a service disappeared at once`
      : ': the next sweep tells';
  const shown = [
    ...listed,
    ...(deferred > 0 ? [yellow(`${deferred} deferred: the next sweep asks again`)] : []),
    ...(rejected > 0 ? [red(`${rejected} rejected`)] : []),
    ...(missing > 0 ? [dim(`${missing} missing${told}`)] : []),
  ];
  return shown.length === 0 ? [dim('nothing')] : shown;
}

function nameService(service: string, stream: DaysOutcome['stream']): string {
  return stream?.names.of(placeOfService(service).sourceId) ?? service;
}

function sumOf({ swept, changes, stream }: DaysOutcome): string[] {
  const credits = swept.reduce((sum, day) => sum + (day.credits ?? 0), 0);
  const found =
    stream === null
      ? swept.map(({ ending }) => ending.summary?.sweep ?? null)
      : swept.map((_, index) => {
          const { arrived, left } = changes.of(index);
          return { arrived: arrived.length, left: left.length };
        });
  return ['sum', '', String(credits).padStart('CREDITS'.length), describeCounts(found)];
}

function describeCounts(found: readonly (Pick<Sweep, 'arrived' | 'left'> | null)[]): string {
  const arrived = found.reduce((sum, one) => sum + (one?.arrived ?? 0), 0);
  const left = found.reduce((sum, one) => sum + (one?.left ?? 0), 0);
  return `${arrived} arrived, ${left} left`;
}

function daysOf(swept: readonly SweptDay[]): string {
  const [first = '', ...others] = swept.map(dayOf);
  const last = others.at(-1);
  return last === undefined ? `on ${first}` : `on the days from ${first} to ${last}`;
}

function streamRows(outcome: DaysOutcome, { red }: Style): string[] {
  const { stream, streamName } = outcome;
  const fault = daysFault(outcome);
  return [
    ...(stream === null
      ? []
      : [
          row(
            'stream',
            `${streamName} holds ${counted(stream.distinctIds, 'event', 'events')}, as read back`,
          ),
        ]),
    ...(fault === undefined ? [] : [red(`  ${fault}`)]),
  ];
}
