import { FEEDS } from '../../../events/feeds.ts';
import { isKept } from '../../../events/progress.ts';
import type { Feed } from '../../../events/types.ts';
import type { ProgressTable } from '../../../tasks/shared/progress/progress-table.ts';
import type { NamedFeed } from '../../../operate/feeds/read-feed.ts';
import { failed, type Finding, ok } from '../../findings/check.ts';
import { isError } from '../../../operate/native-error.ts';
import { counted } from '../../../operate/format/plural.ts';

/**
 * Reads the progress of all feeds and validates its items. Invalid items are left out.
 *
 * @param take - receives the valid items
 */
export async function checkItems(
  progress: ProgressTable,
  now: number,
  take: (feeds: readonly NamedFeed[]) => void,
): Promise<Finding> {
  const faults: string[] = [];
  const feeds = await Promise.all(FEEDS.map((feed) => readSound(progress, feed, now, faults)));
  take(feeds);
  const [fault] = faults;
  if (fault !== undefined) {
    const [detail = '', ...remedy] = fault.split('. ');
    const more = faults.length === 1 ? '' : ` (and ${faults.length - 1} more)`;
    return failed(`${detail}${more}`, remedy.join('. '));
  }
  const count = feeds.reduce(
    (sum, { watermark, claim, deferred }) =>
      sum + deferred.length + [watermark, claim].filter((item) => item !== null).length,
    0,
  );
  return ok(`${counted(count, 'item', 'items')}, each as its contract says`);
}

async function readSound(
  progress: ProgressTable,
  feed: Feed,
  now: number,
  faults: string[],
): Promise<NamedFeed> {
  const sound = async <T>(reading: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await reading;
    } catch (error) {
      if (!isError(error)) throw error;
      // The caller explains errors of AWS.
      if (error.name === 'Progress.Unavailable') throw error.cause;
      if (error.name !== 'ConfigurationError') throw error;
      faults.push(...(error as Error & { readonly faults: readonly string[] }).faults);
      return otherwise;
    }
  };
  const [watermark, claim, deferred] = await Promise.all([
    sound(progress.readWatermark(feed), null),
    sound(progress.readClaim(feed), null),
    sound(progress.listDeferred(feed), []),
  ]);
  return { feed, watermark, claim, deferred: deferred.filter((title) => isKept(title, now)) };
}
