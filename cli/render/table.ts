import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import type { Style } from './printer.ts';

/** Tables without lines, as in docker and kubectl: easy to read and to cut. */
const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Formats a table: headings in capitals, one line per row. */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
): string {
  const table = new Table({
    head: headings.map((heading) => style.dim(heading.toUpperCase())),
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** The width between two columns. */
export const GAP = 2;

/**
 * Keeps as many columns, from the left, as fit into the width of a terminal. The first two always stay; if they are too
 * wide together, the first is cut.
 *
 * @param width in characters
 */
export function fitColumns(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): { readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const widths = headings.map((heading, index) =>
    Math.max(heading.length, ...rows.map((cells) => stripVTControlCharacters(cells[index] ?? '').length)),
  );
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

/** Cuts a text to one line of at most `length` characters. */
export function shorten(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= length ? line : `${characters.slice(0, Math.max(0, length - 1)).join('')}…`;
}
