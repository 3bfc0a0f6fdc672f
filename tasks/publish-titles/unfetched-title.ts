import { readCause } from '../../events/read-cause.ts';
import type { UnfetchedTitle } from '../../events/types.ts';

/** How many characters are kept of the reason why a title was not published. */
const MAX_REASON_LENGTH = 1_000;

/** What became of a title that was not published. */
export interface UnpublishedTitle {
  readonly titleId: number;
  readonly outcome: 'skipped' | 'deferred' | 'rejected';
  /** The name of its last error. */
  readonly error: string;
  readonly reason: string;
}

/** A title without a record, with its reason in words. One without an answer is deferred. */
export function describeUnfetched({ titleId, outcome, error, cause }: UnfetchedTitle): UnpublishedTitle {
  const reason = readCause(cause).message.slice(0, MAX_REASON_LENGTH);
  return {
    titleId,
    outcome: outcome === 'skipped' ? 'skipped' : 'deferred',
    error,
    reason: reason === '' ? error : reason,
  };
}
