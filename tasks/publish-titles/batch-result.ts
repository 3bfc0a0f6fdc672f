import { errorLetter } from '../../events/deferred.ts';
import type { BatchResult, SetAsideTitle } from '../../events/types.ts';
import { jsonBytes } from '../shared/json-bytes.ts';

/** A reason is kept up to so many characters. */
export const MAX_REASON_LENGTH = 200;

/** What became of a title that was not published; `error` is the name of its last error. */
export interface UnpublishedTitle extends SetAsideTitle {
  readonly error: string;
}

/** What became of the batch's titles. */
export interface BatchTally {
  /** The batch's titles, in their order. */
  readonly titleIds: readonly number[];
  readonly published: number;
  readonly setAside: readonly UnpublishedTitle[];
}

/**
 * The batch's result within its share of the payload quota: the counts and the deferred titles always, and of the titles
 * set aside, in their order, as many as fit into `maxBytes` of UTF-8 JSON. The log has them all.
 */
export function buildBatchResult(tally: BatchTally, maxBytes: number): BatchResult {
  const { published, setAside } = tally;
  const count = (outcome: SetAsideTitle['outcome']) =>
    setAside.filter((title) => title.outcome === outcome).length;
  const result: BatchResult = {
    published,
    skipped: count('skipped'),
    rejected: count('rejected'),
    deferred: markDeferred(tally),
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

/** Two characters a deferred title: its place in the batch, and the letter of its error. Ten IDs would not fit. */
function markDeferred({ titleIds, setAside }: BatchTally): string {
  const marks = setAside
    .filter(({ outcome }) => outcome === 'deferred')
    .map(({ titleId, error }) => `${titleIds.indexOf(titleId)}${errorLetter(error)}`);
  return marks.length === 0 ? '' : `${titleIds[0]}:${marks.join('')}`;
}

/** ASCII alone, so that a character is a byte, whoever counts; as long as a line of a summary may be. */
function withShortReason({ titleId, outcome, reason }: SetAsideTitle): SetAsideTitle {
  const ascii = reason.replaceAll(/[^\x20-\x7e]/gu, '?');
  const short = ascii.length <= MAX_REASON_LENGTH ? ascii : `${ascii.slice(0, MAX_REASON_LENGTH - 3)}...`;
  return { titleId, outcome, reason: short };
}
