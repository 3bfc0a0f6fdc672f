import { isObject } from '../../interpreter/json.ts';

/** Decodes the Base64 of binary attribute values (`B` and `BS`) to bytes. */
export function binaryFromBase64(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return name === 'B' ? Buffer.from(value, 'base64') : value;
  if (Array.isArray(value)) {
    return value.map((item) => binaryFromBase64(item, name === 'BS' ? 'B' : ''));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [member, binaryFromBase64(inner, member)]),
  );
}

/** The reverse of {@link binaryFromBase64}. */
export function binaryToBase64(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(binaryToBase64);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, binaryToBase64(inner)]));
}
