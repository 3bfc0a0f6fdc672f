import { omitUndefined } from '../omit-undefined.ts';
import type { FailureDetails } from '../history/event.ts';

/** Error name and cause as events and records hold them: each is absent when there is none. */
export function failureDetails(error: string | undefined, cause: string | undefined): FailureDetails {
  return omitUndefined({ error, cause });
}
