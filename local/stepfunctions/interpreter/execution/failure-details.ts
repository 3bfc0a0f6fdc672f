import { omitUndefined } from '../omit-undefined.ts';
import type { FailureDetails } from '../history/event.ts';

/** Returns the error name and the cause for events and records, without absent ones. */
export function failureDetails(error: string | undefined, cause: string | undefined): FailureDetails {
  return omitUndefined({ error, cause });
}
