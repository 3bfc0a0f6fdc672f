import { conformsTo } from '../../../events/validate.ts';
import { counted } from '../../../operate/format/plural.ts';
import { failed, type Finding, ok, warning } from '../../findings/check.ts';
import type { DeploymentContext } from '../../deployment-context.ts';
import { scheduleOfSweeps } from '../../../workflow/sweep-schedule.ts';

/**
 * Returns the input of a run that plans a sweep of the deployment's services: as its schedule would, without a page.
 *
 * @returns undefined if no schedule starts sweeps
 */
export function sweepPlanInput(context: DeploymentContext): Readonly<Record<string, unknown>> | undefined {
  if (scheduleOfSweeps(context) === undefined) return undefined;
  const { sweepTypes } = context;
  return { feed: 'catalogue', plan: true, ...(sweepTypes.length > 0 ? { types: sweepTypes } : {}) };
}

/** Checks if the output of that run has the price of a sweep, and if the account can pay it. */
export function judgeSweepPlan(output: unknown): Finding {
  const remedy = 'compare the deployed state machine with this checkout: npm run aws:diff';
  if (!conformsTo('RunSummary', output) || output.plan === undefined) {
    return failed('its output is not the plan of a run', remedy);
  }
  const { credits, creditsLeft } = output.plan;
  const price = `the next sweep costs about ${counted(credits, 'credit', 'credits')}`;
  if (creditsLeft === null) return ok(price);
  return credits > creditsLeft
    ? warning(
        `${price}, and ${Math.max(0, creditsLeft)} can be spent`,
        'list fewer services, countries or types, or wait for the quota to reset',
      )
    : ok(`${price}, of ${creditsLeft} that can be spent`);
}
