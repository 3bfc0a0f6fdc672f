import type { Style } from './printer.ts';
import { shorten, textWidth } from './text-width.ts';

/** The width between two columns. */
export const GAP = 2;

/** Formats a table without lines, as in docker and kubectl: headings in capitals, one line per row. */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
): string {
  const lines = [headings.map((heading) => style.dim(heading.toUpperCase())), ...rows];
  const widths = widthsOf(lines);
  const padded = (cell: string, column: number) =>
    cell + ' '.repeat((widths[column] ?? 0) - textWidth(cell) + GAP);
  return lines.map((cells) => cells.map(padded).join('').trimEnd()).join('\n');
}

/** Returns the width of each column. */
function widthsOf(lines: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const cells of lines) {
    for (const [column, cell] of cells.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, textWidth(cell));
    }
  }
  return widths;
}

/**
 * Keeps as many columns, from the left, as fit into the width of a terminal. The first two always stay; if they are too
 * wide together, the first is cut.
 *
 * @param width in columns of a terminal
 */
export function fitColumns(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): { readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const widths = widthsOf([headings, ...rows]);
  const widthOf = (count: number) =>
    widths.slice(0, count).reduce((sum, each) => sum + each, GAP * (count - 1));
  let count = headings.length;
  while (count > 2 && widthOf(count) > width) count -= 1;
  const firstWidth = Math.max(1, width - widthOf(count) + (widths[0] ?? 0));
  return {
    headings: headings.slice(0, count),
    rows: rows.map(([first = '', ...others]) => [shorten(first, firstWidth), ...others.slice(0, count - 1)]),
  };
}
