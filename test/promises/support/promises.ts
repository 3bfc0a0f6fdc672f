import { checkAccounts } from './checks/accounts.ts';
import { checkBounds } from './checks/bounds.ts';
import { checkCatchUp } from './checks/catch-up.ts';
import { checkCredits } from './checks/credits.ts';
import { checkEvents } from './checks/events.ts';
import { checkWaiting } from './checks/waiting.ts';
import type { Played } from './play.ts';
import type { Violation } from './progress-ledger.ts';
import type { Scenario } from './scenario.ts';

/** Returns all broken promises of a played scenario. */
export async function brokenPromises(scenario: Scenario, played: Played): Promise<Violation[]> {
  return [
    ...played.world.ledger.violations,
    ...checkAccounts(played),
    ...checkEvents(played),
    ...(await checkCredits(played)),
    ...checkCatchUp(scenario, played),
    ...checkWaiting(played),
    ...checkBounds(played),
  ];
}
