import type { ReferenceKind, SweepSlot } from '../../../events/progress.ts';
import type {
  ClaimItem,
  DeferredItem,
  Feed,
  ProgressItem,
  SectionItem,
  SectionKey,
  SweepPageItem,
  ReferenceItem,
  ReferenceRequestItem,
  WatermarkItem,
} from '../../../events/types.ts';

/** The watermark and the claim of a feed. */
export interface Claims {
  readWatermark(feed: Feed): Promise<WatermarkItem | null>;
  readClaim(feed: Feed): Promise<ClaimItem | null>;
}

/** The deferred titles of a feed. */
export interface DeferredTitles {
  /** Lists all deferred titles of a feed in any status, including expired ones. */
  listDeferred(feed: Feed): Promise<DeferredItem[]>;
  /** Reads up to 100 deferred titles of a feed by their IDs. Titles without an item are left out. */
  readDeferred(feed: Feed, titleIds: readonly number[]): Promise<Map<number, DeferredItem>>;
}

/** The names of services, genres and regions. */
export interface ReferenceData {
  /** Reads the names of all services, genres or regions; null before they were bought once. */
  readReference(kind: ReferenceKind): Promise<ReferenceItem | null>;
  /** Reads the last request for them. */
  readReferenceRequest(kind: ReferenceKind): Promise<ReferenceRequestItem | null>;
}

/** The last complete sweeps of sections. */
export interface Sweeps {
  /** Reads the last complete sweep of a section, even if it has expired. */
  readSection(section: SectionKey): Promise<SectionItem | null>;
  /** Lists the pages of a slot in the order of their places. They can be from different executions. */
  listSweepPages(slot: SweepSlot): Promise<SweepPageItem[]>;
}

/** The writes of all items. */
export interface ProgressWrites {
  /**
   * Writes an item if it is unchanged since it was read.
   *
   * @param found - the item that was read under the same key; null if there was none
   * @returns false if it has changed and nothing was written
   */
  put<Item extends ProgressItem>(item: Item, found: Item | null): Promise<boolean>;
  /**
   * Removes an item if it is unchanged since it was read.
   *
   * @returns false if it has changed and nothing was removed
   */
  remove(found: ProgressItem): Promise<boolean>;
}

/**
 * The data that the runs of a feed share: a DynamoDB table with one item for each fact. Writes are conditional on the item
 * that was read, so runs, retries, redrives and operators can interleave in any order.
 *
 * Every call rejects with ProgressUnavailable if the table does not answer, and with ConfigurationError if an item is
 * invalid.
 */
export interface ProgressTable extends Claims, DeferredTitles, ReferenceData, Sweeps, ProgressWrites {}
