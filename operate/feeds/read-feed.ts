import { isKept, type FeedProgress } from '../../events/progress.ts';
import type { Feed } from '../../events/types.ts';
import type { ProgressTable } from '../../tasks/shared/progress/progress-table.ts';

/** The items of a feed in the progress table. */
export interface NamedFeed extends FeedProgress {
  readonly feed: Feed;
}

/**
 * Reads all items of a feed, without expired titles.
 *
 * @param now epoch milliseconds
 * @example const { watermark } = await readFeed(progress, 'new_titles', io.now())
 */
export async function readFeed(progress: ProgressTable, feed: Feed, now: number): Promise<NamedFeed> {
  const [watermark, claim, deferred] = await Promise.all([
    progress.readWatermark(feed),
    progress.readClaim(feed),
    progress.listDeferred(feed),
  ]);
  return { feed, watermark, claim, deferred: deferred.filter((title) => isKept(title, now)) };
}

/**
 * Returns true if the progress table has any item of the feed.
 * @example const used = feeds.filter(isUsed)
 */
export function isUsed({ watermark, claim, deferred }: FeedProgress): boolean {
  return watermark !== null || claim !== null || deferred.length > 0;
}
