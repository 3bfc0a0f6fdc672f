import type { WayToWatch } from '../../../events/types.ts';
import type { Arrival, Arrivals } from '../../../operate/catalogue/arrivals.ts';
import { ATTRIBUTION } from '../../../operate/catalogue/attribution.ts';
import type { Io } from '../../../operate/io.ts';
import type { Printer } from '../../render/printer.ts';
import { fitColumns, formatTable, shorten } from '../../render/table.ts';

const HEADINGS = ['title', 'where', 'rating', 'first seen', 'type', 'genres'];

/** The longest title in the table. With the next columns, it fits 80 characters. */
const TITLE_LENGTH = 36;

/** Prints arrivals as a table, or with --json as they are, with the line that Watchmode asks for. */
export function printArrivals(
  { arrivals, hasMore }: Arrivals,
  { limit }: { readonly limit: number },
  printer: Printer,
  io: Pick<Io, 'out'>,
): void {
  printer.json({ arrivals, hasMore, attribution: ATTRIBUTION });
  if (arrivals.length === 0) {
    printer.note('nothing new');
  } else {
    const rows = arrivals.map((arrival) => cellsOf(arrival, io.out.isTTY));
    const fitting = io.out.isTTY ? fitColumns(HEADINGS, rows, io.out.columns) : { headings: HEADINGS, rows };
    printer.result(formatTable(fitting.headings, fitting.rows, printer.style));
    printer.result(`\n${printer.style.dim(`${ATTRIBUTION.text} (${ATTRIBUTION.url})`)}`);
  }
  if (hasMore) printer.note(`only the newest ${limit} are shown; more with --limit`);
}

function cellsOf(arrival: Arrival, isShort: boolean): string[] {
  const { title, year, type, service, ways, userRating, firstSeen, genres } = arrival;
  const name = year === null ? title : `${title} (${year})`;
  return [
    isShort ? shorten(name, TITLE_LENGTH) : name,
    ways.length === 0 ? service : `${service} (${describeWays(ways)})`,
    userRating === null ? '-' : userRating.toFixed(1),
    firstSeen.slice(0, 'YYYY-MM-DD'.length),
    type,
    genres.map((genre) => genre.name).join(', '),
  ];
}

/** Describes the ways to watch a title, each type once with its lowest price: `rent 3.49, buy 7.99`. */
function describeWays(ways: readonly WayToWatch[]): string {
  const types = [...new Set(ways.map(({ type }) => type))];
  return types
    .map((type) => {
      const prices = ways.flatMap((way) => (way.type === type && way.price !== null ? [way.price] : []));
      return prices.length === 0 ? type : `${type} ${Math.min(...prices).toFixed(2)}`;
    })
    .join(', ');
}
