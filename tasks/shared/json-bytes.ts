/** How many bytes of UTF-8 the JSON text of a value has, which is what payload quotas count. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
