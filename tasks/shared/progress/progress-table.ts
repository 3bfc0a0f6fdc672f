import type { ClaimItem, DeferredItem, Feed, ProgressItem, WatermarkItem } from '../../../events/types.ts';

/**
 * The data that the runs of a feed share: a DynamoDB table with one item for each fact. A write is conditional on what
 * was read, so runs, retries, redrives and operators may interleave in any order.
 *
 * Every call rejects with ProgressUnavailable when the table does not answer, and with ConfigurationError when an item
 * breaks its contract.
 */
export interface ProgressTable {
  readWatermark(feed: Feed): Promise<WatermarkItem | null>;
  readClaim(feed: Feed): Promise<ClaimItem | null>;
  /** All deferred titles of a feed, whatever their status, those that have expired included. */
  listDeferred(feed: Feed): Promise<DeferredItem[]>;
  /** Some deferred titles of a feed by their IDs, at most 100. Titles without an item are left out. */
  readDeferred(feed: Feed, titleIds: readonly number[]): Promise<Map<number, DeferredItem>>;
  /**
   * Writes an item, if the table still holds what was read.
   *
   * @param found - the item that was read under the same key; null when there was none
   * @returns false when it does not: nothing was written
   */
  put<Item extends ProgressItem>(item: Item, found: Item | null): Promise<boolean>;
  /**
   * Removes an item, if the table still holds what was read.
   *
   * @returns false when it does not: nothing was removed
   */
  remove(found: ProgressItem): Promise<boolean>;
}
