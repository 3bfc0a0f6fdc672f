import type { ExecutionInput, Regions } from './types.ts';

/**
 * Returns true if a run covers the whole open window of its feed.
 * @example coversOpenWindow({ maxTitles: 10 }, ['GB']); // false
 */
export function coversOpenWindow(input: ExecutionInput, ownRegions: Regions): boolean {
  const { window, titleIds, types, maxTitles, regions = ownRegions, dryRun = false, plan = false } = input;
  const isWhole = [window, titleIds, types, maxTitles].every((limit) => limit === undefined);
  return isWhole && !dryRun && !plan && isSameRegions(regions, ownRegions);
}

/**
 * Returns true if two lists name the same regions, in any order.
 * @example isSameRegions(['GB', 'IE'], ['IE', 'GB']); // true
 */
export function isSameRegions(one: Regions, other: Regions): boolean {
  return one.length === other.length && one.every((region) => other.includes(region));
}
