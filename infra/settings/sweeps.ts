import type { Feed } from '../../events/types.ts';
import type { DeploymentConfig } from '../config.ts';
import { findScheduleProblem, parseSchedule } from '../../workflow/schedule.ts';
import { scheduleOfSweeps } from '../../workflow/sweep-schedule.ts';

/** The number of countries of Watchmode's free plan. */
const FREE_PLAN_REGIONS = 3;

/** A day, less the hour that daylight saving can take from it, in milliseconds. */
const SHORTEST_DAY_MS = 23 * 3_600_000;

/** The number of starts among which the shortest interval is looked for: more than a month of daily ones. */
const STARTS = 40;

type ScheduleSettings = Pick<DeploymentConfig, 'feed' | 'scheduleExpression' | 'sweepSchedule'>;
type SweepSettings = ScheduleSettings &
  Pick<DeploymentConfig, 'plan' | 'regions' | 'services' | 'scheduleTimeZone'>;

/** Returns the feeds that the schedules of a deployment ingest. */
export function scheduledFeeds(config: ScheduleSettings): readonly Feed[] {
  return config.sweepSchedule === '' ? [config.feed] : [config.feed, 'catalogue'];
}

/** Returns the settings with which no scheduled sweep can succeed. */
export function sweepConflictsIn(config: SweepSettings): string[] {
  const { feed, plan, regions, services, scheduleTimeZone, sweepSchedule } = config;
  if (scheduleOfSweeps(config) === undefined) return [];
  const cause = feed === 'catalogue' ? 'feed=catalogue' : 'sweepSchedule';
  const conflicts: string[] = [];
  if (services.length === 0) {
    conflicts.push(
      `services is empty; allowed with ${cause}: one service or more, for example Netflix,BBC iPlayer`,
    );
  }
  if (feed === 'catalogue' && sweepSchedule !== '') {
    conflicts.push(
      'sweepSchedule cannot be set with feed=catalogue, whose sweeps start by scheduleExpression; leave it empty',
    );
  }
  if (plan === 'free' && regions.length > FREE_PLAN_REGIONS) {
    conflicts.push(
      `regions has ${regions.length} countries; allowed with plan=free and ${cause}: at most ${FREE_PLAN_REGIONS}, those that the key is enabled for`,
    );
  }
  const never = sweepSchedule === '' ? undefined : findScheduleProblem(sweepSchedule, scheduleTimeZone);
  if (never !== undefined) conflicts.push(`sweepSchedule: ${never} in ${scheduleTimeZone}`);
  return conflicts;
}

/**
 * Returns a warning if sweeps are more frequent than daily on the free plan. They can work: few services have few pages.
 * Each one buys all pages again.
 */
export function sweepWarning(config: SweepSettings): string | undefined {
  const expression = scheduleOfSweeps(config);
  if (expression === undefined || config.plan !== 'free') return undefined;
  const schedule = parseSchedule(expression, config.scheduleTimeZone);
  let start = schedule.next(0, 0);
  let shortestMs = Infinity;
  for (let count = 1; count < STARTS && start !== undefined; count += 1) {
    const next = schedule.next(start, 0);
    if (next !== undefined) shortestMs = Math.min(shortestMs, next - start);
    start = next;
  }
  return shortestMs >= SHORTEST_DAY_MS
    ? undefined
    : `${expression} starts sweeps less than a day apart, and each buys all its pages again. See what that costs of the credits of a free plan with: npm run cost -- --titles 20 --sweep PAGES`;
}
