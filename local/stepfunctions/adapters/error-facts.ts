import { isObject } from '../interpreter/json.ts';

/**
 * Returns true if `error` has this code, for example `ENOENT`. Checks the property instead of the class, because the
 * error may come from another realm.
 */
export function hasErrorCode(error: unknown, code: string): boolean {
  return isObject(error) && error['code'] === code;
}

/** Returns true if `error` is a system error of Node.js. */
export function isSystemError(error: unknown): boolean {
  return isObject(error) && typeof error['code'] === 'string' && typeof error['syscall'] === 'string';
}

/** Returns the message of a thrown value of any type. */
export function messageOf(error: unknown): string {
  return isObject(error) && typeof error['message'] === 'string' ? error['message'] : String(error);
}
