import { DEFAULT_FEED } from './feeds.ts';
import type { ExecutionInput, Feed, Regions } from './types.ts';

/**
 * Returns true if a run covers the whole open window of its feed, and so claims the feed. A sweep always does, whatever it
 * sweeps, because it writes pages to the progress table.
 *
 * @param ownFeed - the feed if the input names none
 * @example coversOpenWindow({ maxTitles: 10 }, ['GB']); // false
 */
export function coversOpenWindow(
  input: ExecutionInput,
  ownRegions: Regions,
  ownFeed: Feed = DEFAULT_FEED,
): boolean {
  if (isSweep(input, ownFeed)) return input.plan !== true;
  const { window, titleIds, types, maxTitles, regions = ownRegions, dryRun = false, plan = false } = input;
  const isWhole = [window, titleIds, types, maxTitles].every((limit) => limit === undefined);
  return isWhole && !dryRun && !plan && isSameRegions(regions, ownRegions);
}

/**
 * Returns true if a run is a sweep: it lists everything that some services have.
 *
 * @param ownFeed - the feed if the input names none
 * @example isSweep({ feed: 'catalogue', titleIds: [345534] }, 'new_titles'); // false
 */
export function isSweep({ feed, titleIds }: ExecutionInput, ownFeed: Feed): boolean {
  return (feed ?? ownFeed) === 'catalogue' && titleIds === undefined;
}

/**
 * Returns true if two lists name the same regions, in any order.
 * @example isSameRegions(['GB', 'IE'], ['IE', 'GB']); // true
 */
export function isSameRegions(one: Regions, other: Regions): boolean {
  return one.length === other.length && one.every((region) => other.includes(region));
}
