import { omitUndefined } from '../../events/omit-undefined.ts';
import { readCause } from '../../events/read-cause.ts';
import type { UnfetchedTitle } from '../../events/types.ts';

/** The maximum number of characters of a reason. */
const MAX_REASON_LENGTH = 1_000;

/** The outcome of a title that was not published. */
export interface UnpublishedTitle {
  readonly titleId: number;
  readonly outcome: 'skipped' | 'deferred' | 'rejected';
  /** The name of its last error. */
  readonly error: string;
  readonly reason: string;
  /** The services on which it arrived. */
  readonly arrivals?: readonly string[];
}

/** Describes a title without a record, with its reason in words. An unanswered title is deferred. */
export function describeUnfetched({
  titleId,
  outcome,
  error,
  cause,
  arrivals,
}: UnfetchedTitle): UnpublishedTitle {
  const reason = readCause(cause).message.slice(0, MAX_REASON_LENGTH);
  return {
    titleId,
    outcome: outcome === 'skipped' ? 'skipped' : 'deferred',
    error,
    reason: reason === '' ? error : reason,
    ...omitUndefined({ arrivals }),
  };
}
