/** A point of a picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A state, or the start or end of a machine. The coordinates are those of its centre. */
export interface Place extends Point {
  readonly width: number;
  readonly height: number;
}

/** An arrow between two places, with the points that dagre gave it: one in each rank between them. */
export interface Line {
  readonly from: Place;
  readonly to: Place;
  readonly points: readonly Point[];
}

const topOf = ({ y, height }: Place) => y - height / 2;
const bottomOf = ({ y, height }: Place) => y + height / 2;
/** The least width of a border over which the ends of lines are spread. They meet in the middle of a start or an end. */
const LEAST_SPREAD = 40;
/** The width of a line from a place to itself. */
const BESIDE = 10;
/** Makes a number comparable that dagre calculated on several ways. */
const rounded = (y: number) => Math.round(y * 1_000);

/**
 * Routes lines around all places. A line goes straight up or down beside the places of a rank, and aside only between two
 * ranks, where no place is. The tops of the places of a rank are at the same height.
 *
 * @param places All places of a layout.
 * @returns The points of each line, from border to border.
 */
export function routesOf(places: readonly Place[], lines: readonly Line[]): Point[][] {
  const bottoms = new Map<number, number>();
  for (const place of places) {
    const top = rounded(topOf(place));
    bottoms.set(top, Math.max(bottomOf(place), bottoms.get(top) ?? 0));
  }
  const bottomBelow = (top: number) => bottoms.get(rounded(top)) ?? top;
  const between = lines.map(({ points }) => points.slice(1, -1).filter(({ y }) => bottoms.has(rounded(y))));
  const ports = portsOf(lines, between);
  return lines.map(({ from, to }, index) => {
    if (from === to) return besidePlace(from);
    const isDown = topOf(from) < topOf(to);
    const [upper, lower] = isDown ? [from, to] : [to, from];
    const [start, end] = ports[index] ?? [from.x, to.x];
    const [first, last] = isDown ? [start, end] : [end, start];
    const ranks = isDown ? (between[index] ?? []) : (between[index] ?? []).toReversed();
    const isShort = bottomOf(upper) < bottomBelow(topOf(upper));
    const downwards = [
      { x: first, y: bottomOf(upper) },
      ...(isShort ? [{ x: first, y: bottomBelow(topOf(upper)) }] : []),
      ...ranks.flatMap(({ x, y }) => [
        { x, y },
        { x, y: bottomBelow(y) },
      ]),
      { x: last, y: topOf(lower) },
    ];
    return isDown ? downwards : downwards.toReversed();
  });
}

/** Returns a line from a place to itself, at its right, where dagre leaves room. */
function besidePlace({ x, y, width, height }: Place): Point[] {
  const right = x + width / 2;
  return [
    { x: right, y: y - height / 4 },
    { x: right + BESIDE, y },
    { x: right, y: y + height / 4 },
  ];
}

/**
 * Spreads the ends of the lines over the upper and the lower border of each place, in the order of the points to which
 * the lines go from there.
 *
 * @returns For each line the horizontal positions of its start and end.
 */
function portsOf(lines: readonly Line[], between: readonly (readonly Point[])[]): [number, number][] {
  const ports = lines.map(({ from, to }): [number, number] => [from.x, to.x]);
  const borders = new Map<
    Place,
    Record<'upper' | 'lower', { line: number; end: 0 | 1; towards: number }[]>
  >();
  const add = (place: Place, other: Place, line: number, end: 0 | 1) => {
    const border = borders.get(place) ?? { upper: [], lower: [] };
    borders.set(place, border);
    const next = between[line]?.at(end === 0 ? 0 : -1) ?? other;
    border[topOf(place) < topOf(other) ? 'lower' : 'upper'].push({ line, end, towards: next.x });
  };
  for (const [line, { from, to }] of lines.entries()) {
    if (from === to) continue;
    add(from, to, line, 0);
    add(to, from, line, 1);
  }
  for (const [{ x, width }, { upper, lower }] of borders) {
    for (const border of [upper, lower]) {
      border.sort((one, other) => one.towards - other.towards);
      for (const [index, { line, end }] of border.entries()) {
        const port = ports[line];
        if (port !== undefined && width >= LEAST_SPREAD)
          port[end] = x - width / 2 + (width * (index + 1)) / (border.length + 1);
      }
    }
  }
  return ports;
}

/** Returns the path of a line: straight up and down, and in a curve aside. */
export function pathOf(points: readonly Point[]): string {
  return points
    .map(({ x, y }, index) => {
      const before = points[index - 1];
      if (before === undefined) return `M${x} ${y}`;
      const halfway = (before.y + y) / 2;
      return before.x === x ? `V${y}` : `C${before.x} ${halfway} ${x} ${halfway} ${x} ${y}`;
    })
    .join('');
}
