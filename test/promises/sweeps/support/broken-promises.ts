import { checkCredits } from './checks/check-credits.ts';
import { checkTruth } from './checks/check-truth.ts';
import type { SweepWorld } from './sweep-world.ts';

/** Returns all broken promises of a played world of sweeps. */
export function brokenSweepPromises(world: SweepWorld): string[] {
  return [...checkEnds(world), ...checkTruth(world), ...checkCredits(world)];
}

/** Every sweep without trouble succeeds. */
function checkEnds({ runs }: SweepWorld): string[] {
  return runs.flatMap(({ plan, summary, executionArn }) =>
    plan === undefined && summary === undefined ? [`ends: ${executionArn} did not succeed`] : [],
  );
}
