import { types } from 'node:util';

/** Returns true for an error of any realm. Tests and Node's own modules run in different ones. */
export function isError(value: unknown): value is Error {
  return types.isNativeError(value);
}
