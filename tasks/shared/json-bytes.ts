/** Returns the size of a value as JSON in bytes of UTF-8, as payload quotas count it. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
