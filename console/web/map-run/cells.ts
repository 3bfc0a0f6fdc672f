const GAP = 2;
/** The sizes of the cells by the maximum number of cells. */
const SIZES = [
  [200, 18],
  [800, 13],
  [Infinity, 9],
] as const;

/** The places of cells in rows. */
export interface CellPlaces {
  readonly size: number;
  /** The distance from one cell to the next. */
  readonly step: number;
  readonly columns: number;
  readonly rows: number;
}

/** Places cells in rows of a width. */
export function placeCells(cells: number, width: number): CellPlaces {
  const size = SIZES.find(([most]) => cells <= most)?.[1] ?? 9;
  const step = size + GAP;
  const columns = Math.max(1, Math.floor(width / step));
  return { size, step, columns, rows: Math.ceil(cells / columns) };
}

/** The cells of one colour as one path: 20,000 elements would take longer to draw than the rest of the page. */
export interface CellPath {
  readonly tone: string;
  readonly cells: number;
  /** The `d` of a path in SVG. */
  readonly path: string;
}

/** Returns the paths of cells with these tones. */
export function cellPaths(tones: readonly string[], { size, step, columns }: CellPlaces): CellPath[] {
  const parts = new Map<string, string[]>();
  for (const [index, tone] of tones.entries()) {
    const [x, y] = [(index % columns) * step, Math.floor(index / columns) * step];
    const part = `M${x} ${y}h${size}v${size}h-${size}z`;
    const known = parts.get(tone);
    if (known === undefined) parts.set(tone, [part]);
    else known.push(part);
  }
  return [...parts].map(([tone, all]) => ({ tone, cells: all.length, path: all.join('') }));
}

/** Returns the number of the cell at a point; undefined between and beside the cells. */
export function cellAt(x: number, y: number, cells: number, places: CellPlaces): number | undefined {
  const { step, columns } = places;
  const [column, row] = [Math.floor(x / step), Math.floor(y / step)];
  if (x < 0 || y < 0 || column >= columns) return undefined;
  const index = row * columns + column;
  return index < cells ? index : undefined;
}

/** Returns the number of the child that an arrow key, Home or End leads to; undefined for other keys and at the border. */
export function cellAfter(
  index: number,
  key: string,
  children: number,
  { columns }: CellPlaces,
): number | undefined {
  const to: Readonly<Record<string, number>> = {
    ArrowRight: index + 1,
    ArrowLeft: index - 1,
    ArrowDown: index + columns,
    ArrowUp: index - columns,
    Home: 0,
    End: children - 1,
  };
  const next = Object.hasOwn(to, key) ? to[key] : undefined;
  return next === undefined || next < 0 || next >= children ? undefined : next;
}
