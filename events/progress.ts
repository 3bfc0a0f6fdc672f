import type { ClaimItem, DeferredItem, Feed, WatermarkItem } from './types.ts';

/**
 * The keys of the progress table, and the rules that all its readers share. The contract `ProgressItem` has the shape of
 * each item.
 */

/** The sort key of the item that says how far a feed has been ingested. */
export const WATERMARK_ITEM = 'watermark';

/** The sort key of the item that says which execution has the open window. */
export const CLAIM_ITEM = 'claim';

/** The sort key of every deferred title begins with it. */
export const DEFERRED_PREFIX = 'deferred#';

/** The number of waiting titles that one run asks for again, the oldest first. */
export const MAX_WAITING_PER_RUN = 500;

/** The number of days for which the item of a title is kept that no run asks for any more. */
export const KEEP_DAYS = 90;

/** Two table keys. */
export interface ProgressKey {
  readonly feed: Feed;
  readonly item: string;
}

/** The key of a deferred title. */
export function deferredKey(feed: Feed, titleId: number): ProgressKey {
  return { feed, item: `${DEFERRED_PREFIX}${titleId}` };
}

/** Everything that is kept of one feed. */
export interface FeedProgress {
  readonly watermark: WatermarkItem | null;
  readonly claim: ClaimItem | null;
  readonly deferred: readonly DeferredItem[];
}

/** The titles that the next run over the open window asks for, those that have waited longest first. */
export function waitingTitles(deferred: readonly DeferredItem[]): DeferredItem[] {
  return deferred
    .filter(({ status }) => status === 'waiting')
    .sort((one, other) => Date.parse(one.since) - Date.parse(other.since) || one.titleId - other.titleId);
}

/**
 * Tells if an item still exists for its readers at a moment in epoch milliseconds: DynamoDB deletes expired items late.
 */
export function isKept({ expiresAt }: Pick<DeferredItem, 'expiresAt'>, now: number): boolean {
  return expiresAt === undefined || expiresAt * 1_000 > now;
}

/**
 * The claim of the execution that has overtaken a run: another execution has claimed the open window since the run
 * started. Only a run over the open window can be overtaken.
 *
 * @param run - the run, with its start as an RFC 3339 instant
 * @returns null when the run is worth a redrive
 */
export function overtakenBy(
  run: { readonly executionArn: string; readonly startedAt: string },
  claim: ClaimItem | null,
): ClaimItem | null {
  if (claim === null || claim.executionArn === run.executionArn) return null;
  return Date.parse(claim.claimedAt) >= Date.parse(run.startedAt) ? claim : null;
}
