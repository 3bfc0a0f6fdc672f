/** The number of characters that are always shown. Names that were generated from a time differ at their end. */
const END = 14;

/** Splits a name into a start, which may be cut, and an end, which is always shown. */
export function splitName(name: string): readonly [start: string, end: string] {
  return name.length <= 2 * END ? [name, ''] : [name.slice(0, -END), name.slice(-END)];
}
