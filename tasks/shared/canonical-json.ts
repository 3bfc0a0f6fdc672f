/**
 * Returns the same JSON text for equal values: no spaces, keys sorted by UTF-16 code units, numbers and strings as in
 * ECMAScript (RFC 8785, JSON Canonicalization Scheme).
 *
 * @param value - JSON: objects, arrays, strings, finite numbers, booleans, null
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
