import type { UnfetchedTitle } from '../../events/types.ts';

/** How many characters are kept of the reason why a title was not published. */
const MAX_REASON_LENGTH = 1_000;

/** The message in a function's error as Lambda writes it; what follows may be cut off. */
const ERROR_MESSAGE = /^\{(?:"errorType":"(?:[^"\\]|\\.)*",)?"errorMessage":("(?:[^"\\]|\\.)*")/;

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
  const reason = reasonOf(cause).slice(0, MAX_REASON_LENGTH);
  return {
    titleId,
    outcome: outcome === 'skipped' ? 'skipped' : 'deferred',
    error,
    reason: reason === '' ? error : reason,
  };
}

/** The message of the error that a function ended with; the cause as it is when it is something else. */
function reasonOf(cause: string): string {
  const message = ERROR_MESSAGE.exec(cause)?.[1];
  return message === undefined ? cause : String(JSON.parse(message));
}
