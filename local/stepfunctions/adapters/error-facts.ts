import { isObject } from '../interpreter/json.ts';

/**
 * Whether `error` is one of Node's system errors with this code, `ENOENT` for example. It looks at the property
 * rather than the class: an error may come from another realm.
 */
export function hasErrorCode(error: unknown, code: string): boolean {
  return isObject(error) && error['code'] === code;
}

/** Whether `error` is what Node throws when the operating system refuses a call. */
export function isSystemError(error: unknown): boolean {
  return isObject(error) && typeof error['code'] === 'string' && typeof error['syscall'] === 'string';
}

/** What an unknown thrown value says. */
export function messageOf(error: unknown): string {
  return isObject(error) && typeof error['message'] === 'string' ? error['message'] : String(error);
}
