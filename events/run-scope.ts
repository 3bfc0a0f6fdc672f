import type { ExecutionInput, Regions } from './types.ts';

/** True if a run covers the open window of its feed and leaves nothing of it out. */
export function coversOpenWindow(input: ExecutionInput, ownRegions: Regions): boolean {
  const { window, titleIds, types, maxTitles, regions = ownRegions, dryRun = false } = input;
  const isWhole = [window, titleIds, types, maxTitles].every((limit) => limit === undefined);
  return isWhole && !dryRun && isSameRegions(regions, ownRegions);
}

/** True if two lists name the same regions, in any order. */
export function isSameRegions(one: Regions, other: Regions): boolean {
  return one.length === other.length && one.every((region) => other.includes(region));
}
