/** A JSON array of scalars over several lines. A JSON string has no line break, so no string is changed. */
const FLAT_ARRAY = /\[\n\s+([^[\]{}]*?)\n\s+\]/g;

/** Formats an input as JSON, with arrays of scalars on one line: hundreds of title IDs take no line each. */
export function formatInput(input: unknown): string {
  return JSON.stringify(input, null, 2).replace(
    FLAT_ARRAY,
    (_, items: string) => `[${items.replace(/\n\s+/g, ' ')}]`,
  );
}
