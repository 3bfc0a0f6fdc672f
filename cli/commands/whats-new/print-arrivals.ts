import type { Arrival } from '../../../operate/catalogue/arrivals.ts';
import { ATTRIBUTION } from '../../../operate/catalogue/attribution.ts';
import type { Io } from '../../../operate/io.ts';
import type { Printer } from '../../render/printer.ts';
import { fitColumns, formatTable, GAP } from '../../render/table.ts';
import { shorten, textWidth } from '../../render/text-width.ts';
import { type Listing, nameOf } from './listing.ts';
import { whereToWatch } from '../../../operate/catalogue/ways.ts';

const HEADINGS = ['title', 'where', 'rating', 'first seen', 'type', 'genres'];

/** The width of rating and first seen, with the gaps before them. A terminal shows both unless it is very narrow. */
const FACTS_WIDTH = 'rating'.length + 'first seen'.length + 2 * GAP;

/** Prints arrivals as a table, or with --json as they are, with the line that Watchmode asks for. */
export function printArrivals(
  { services, arrivals, hasMore }: Listing,
  printer: Printer,
  io: Pick<Io, 'out'>,
): void {
  printer.json({ services, arrivals, hasMore, attribution: ATTRIBUTION });
  if (arrivals.length === 0) {
    printer.note('nothing new');
  } else {
    const rows = arrivals.map(cellsOf);
    const fitting = io.out.isTTY ? fit(rows, io.out.columns) : { headings: HEADINGS, rows };
    printer.result(formatTable(fitting.headings, fitting.rows, printer.style));
    printer.result(`\n${printer.style.dim(`${ATTRIBUTION.text} (${ATTRIBUTION.url})`)}`);
  }
}

function cellsOf(arrival: Arrival): string[] {
  const { type, userRating, firstSeen, genres } = arrival;
  return [
    nameOf(arrival),
    whereToWatch(arrival),
    userRating === null ? '-' : userRating.toFixed(1),
    firstSeen.slice(0, 'YYYY-MM-DD'.length),
    type,
    genres.map(({ name }) => name).join(', '),
  ];
}

/** The width from which a terminal has room for titles and places beside these facts. */
const WIDTH_FOR_FACTS = 40;

/** Cuts places to half of a terminal at most, and titles to what is left. Leaves out the last columns that do not fit. */
function fit(rows: readonly string[][], width: number) {
  const room = width - (width < WIDTH_FOR_FACTS ? 0 : FACTS_WIDTH) - GAP;
  const places = rows.map(([, where = '']) => shorten(where, Math.floor(room / 2)));
  const titleWidth = room - Math.max('where'.length, ...places.map((place) => textWidth(place)));
  const short = rows.map(([title = '', , ...facts], index) => [
    ...[shorten(title, titleWidth), places[index] ?? ''],
    ...facts,
  ]);
  return fitColumns(HEADINGS, short, width);
}
