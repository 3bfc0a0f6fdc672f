import type { RunSummary } from '../../../events/types.ts';
import { isBaseline } from '../../../operate/run/describe-sweep.ts';

/**
 * Says how to see what arrives and leaves after a first sweep; undefined after another run.
 *
 * @param isLive true for Watchmode itself, whose days pass by themselves
 */
export function describeNextSweep(summary: RunSummary | undefined, isLive: boolean): string | undefined {
  const sweep = summary?.sweep ?? null;
  if (sweep === null || !isBaseline(sweep) || summary?.dryRun === true) return undefined;
  const tomorrow = 'the same command tells tomorrow what has arrived and left';
  return isLive ? tomorrow : `${tomorrow}; with --days 7 it shows seven days now`;
}
