import { types } from 'node:util';

/** Whether a value is an error, of this realm or another: tests and Node's own modules live in different ones. */
export function isError(value: unknown): value is Error {
  return types.isNativeError(value);
}
