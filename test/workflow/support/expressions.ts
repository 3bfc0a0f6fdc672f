/** Returns all JSONata expressions of a definition, at any depth. */
export function expressionsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('{%') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(expressionsOf) : [];
}
