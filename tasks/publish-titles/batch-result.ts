import { encodeNamed } from '../../events/feed-progress.ts';
import type { BatchResult, SetAsideTitle } from '../../events/types.ts';
import { jsonBytes } from '../shared/json-bytes.ts';
import { CREDITS_PER_TITLE } from '../shared/watchmode/credits.ts';
import type { UnpublishedTitle } from './unfetched-title.ts';

/** How many characters of a reason are kept. */
export const MAX_REASON_LENGTH = 200;

/** What became of the batch's titles. */
export interface BatchTally {
  readonly published: number;
  readonly setAside: readonly UnpublishedTitle[];
}

/**
 * The batch's result within its share of the payload quota: the counts always; then, of the deferred titles and of the
 * reasons, each in the batch's order, as many as fit into `maxBytes` of UTF-8 JSON. The log has them all.
 */
export function buildBatchResult({ published, setAside }: BatchTally, maxBytes: number): BatchResult {
  const deferred = setAside.filter(({ outcome }) => outcome === 'deferred');
  const result: BatchResult = {
    published,
    skipped: setAside.length - deferred.length,
    deferred: deferred.length,
    credits: CREDITS_PER_TITLE * (published + setAside.filter(isPaid).length),
    named: [],
    setAside: [],
  };
  let bytes = jsonBytes(result);
  const fill = <Item>(list: Item[], items: readonly Item[]) => {
    for (const item of items) {
      // One byte for the comma.
      bytes += jsonBytes(item) + (list.length === 0 ? 0 : 1);
      if (bytes > maxBytes) return;
      list.push(item);
    }
  };
  fill(result.named, deferred.map(encodeNamed));
  fill(result.setAside, setAside.map(withShortReason));
  return result;
}

/** An answer that breaks the schema is an answer, which Watchmode charges. */
function isPaid({ error }: UnpublishedTitle): boolean {
  return error === 'Watchmode.UnexpectedResponse';
}

/** ASCII alone, so that a character is a byte, whoever counts; as long as a line of a summary may be. */
function withShortReason({ titleId, outcome, reason }: UnpublishedTitle): SetAsideTitle {
  const ascii = reason.replaceAll(/[^\x20-\x7e]/gu, '?');
  const short = ascii.length <= MAX_REASON_LENGTH ? ascii : `${ascii.slice(0, MAX_REASON_LENGTH - 3)}...`;
  return { titleId, outcome, reason: short };
}
