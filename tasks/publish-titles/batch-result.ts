import type { BatchResult, SetAsideTitle } from '../../events/types.ts';
import { jsonBytes } from '../shared/json-bytes.ts';

/** A reason is kept up to so many characters. */
export const MAX_REASON_LENGTH = 200;

/** What became of the batch's titles. */
export interface BatchTally {
  readonly published: number;
  readonly setAside: readonly SetAsideTitle[];
}

/**
 * The batch's result within its share of the payload quota: the counts always, and of the titles set aside, in
 * their order, as many as fit into `maxBytes` of UTF-8 JSON. The log has them all.
 */
export function buildBatchResult({ published, setAside }: BatchTally, maxBytes: number): BatchResult {
  const count = (outcome: SetAsideTitle['outcome']) =>
    setAside.filter((title) => title.outcome === outcome).length;
  const result: BatchResult = {
    published,
    skipped: count('skipped'),
    rejected: count('rejected'),
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

/** ASCII alone, so that a character is a byte, whoever counts; as long as a line of a summary may be. */
function withShortReason({ titleId, outcome, reason }: SetAsideTitle): SetAsideTitle {
  const ascii = reason.replaceAll(/[^\x20-\x7e]/gu, '?');
  const short = ascii.length <= MAX_REASON_LENGTH ? ascii : `${ascii.slice(0, MAX_REASON_LENGTH - 3)}...`;
  return { titleId, outcome, reason: short };
}
