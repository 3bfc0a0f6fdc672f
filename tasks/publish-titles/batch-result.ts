import type { BatchResult, SetAsideTitle } from '../../events/types.ts';
import { jsonBytes } from '../shared/json-bytes.ts';
import { CREDITS_PER_TITLE } from '../../events/credits.ts';
import type { UnpublishedTitle } from './unfetched-title.ts';

/** The maximum number of characters of a reason. */
export const MAX_REASON_LENGTH = 200;

/** The outcomes of the batch's titles. */
export interface BatchTally {
  readonly published: number;
  readonly setAside: readonly UnpublishedTitle[];
  /** The number of departures. */
  readonly left: number;
}

/**
 * Returns the batch's result within its share of the payload quota: the counts, and as many unpublished titles, in the
 * batch's order, as fit into `maxBytes` of UTF-8 JSON. The log has all of them.
 */
export function buildBatchResult(
  { published, setAside, left }: BatchTally,
  maxBytes: number,
): Required<Omit<BatchResult, 'left'>> & Pick<BatchResult, 'left'> {
  const count = (wanted: UnpublishedTitle['outcome']) =>
    setAside.filter(({ outcome }) => outcome === wanted).length;
  const result: ReturnType<typeof buildBatchResult> = {
    published,
    skipped: count('skipped'),
    deferred: count('deferred'),
    rejected: count('rejected'),
    credits: CREDITS_PER_TITLE * (published + setAside.filter(isPaid).length),
    // Absent in the results of all runs but sweeps, which the results of the largest run have no room for.
    ...(left > 0 ? { left } : {}),
    setAside: [],
  };
  let bytes = jsonBytes(result);
  for (const title of setAside.map(withShortReason)) {
    // One byte for the comma.
    bytes += jsonBytes(title) + (result.setAside.length === 0 ? 0 : 1);
    if (bytes > maxBytes) break;
    result.setAside.push(title);
  }
  return result;
}

/** Watchmode charges for responses that break the schema, too. */
function isPaid({ error }: UnpublishedTitle): boolean {
  return error === 'Watchmode.UnexpectedResponse';
}

/** Shortens the reason and converts it to ASCII, so that each character is one byte. */
function withShortReason({ titleId, outcome, reason }: UnpublishedTitle): SetAsideTitle {
  const ascii = reason.replaceAll(/[^\x20-\x7e]/gu, '?');
  const short = ascii.length <= MAX_REASON_LENGTH ? ascii : `${ascii.slice(0, MAX_REASON_LENGTH - 3)}...`;
  return { titleId, outcome, reason: short };
}
