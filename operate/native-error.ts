import { types } from 'node:util';

/**
 * Returns true for an error of any realm. Tests and Node's own modules run in different ones.
 * @example if (isError(error)) printer.warn(error.message)
 */
export function isError(value: unknown): value is Error {
  return types.isNativeError(value);
}

/**
 * Returns true for an error with a name, for example one of AWS.
 * @example hasName(error, 'ResourceNotFoundException')
 */
export function hasName(value: unknown, name: string): value is Error {
  return isError(value) && value.name === name;
}
