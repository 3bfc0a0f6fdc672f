import type { DeploymentConfig } from '../config.ts';
import type { Workflow } from '../../workflow/definition.ts';
import { startsWithin } from '../../workflow/schedule.ts';
import {
  creditsOfMonth,
  creditsOfSweeps,
  DAYS_PER_MONTH,
  type SweepCredits,
  type SweepSize,
} from '../../events/sweep-credits.ts';
import { scheduleOfSweeps } from '../../workflow/sweep-schedule.ts';
import { estimate } from './estimate.ts';
import type { Item } from './item.ts';
import { FREE_PLAN_CREDITS, KNOWN_SECTIONS, KNOWN_SECTIONS_SOURCE } from './known-sections.ts';
import { priceOf, PRICES } from './prices.ts';
import { count, dollars, rows, total } from './report.ts';

/** The cost of one sweep, and of a month of them. */
export interface SweepEstimate {
  readonly size: SweepSize;
  readonly run: readonly Item[];
  readonly credits: SweepCredits;
  /** The number of sweeps in 30 days: as scheduled, otherwise one a day. */
  readonly sweepsPerMonth: number;
  readonly month: SweepCredits;
}

/** Estimates the cost of sweeps without retries. Each buys all its pages, whether or not anything has changed. */
export function estimateSweep(workflow: Workflow, config: DeploymentConfig, size: SweepSize): SweepEstimate {
  const schedule = scheduleOfSweeps(config);
  const sweepsPerMonth =
    schedule === undefined
      ? DAYS_PER_MONTH
      : startsWithin(DAYS_PER_MONTH, schedule, config.scheduleTimeZone, 0);
  return {
    size,
    run: estimate(workflow, config, size.titles, { pages: size.pages }).run,
    credits: creditsOfSweeps(size),
    sweepsPerMonth,
    month: creditsOfMonth(size, sweepsPerMonth),
  };
}

/** Formats the estimate of sweeps in columns. */
export function formatSweep({ size, run, credits, sweepsPerMonth, month }: SweepEstimate): string {
  const aws = total('AWS, one sweep', run);
  const share = Math.round((100 * month.all) / FREE_PLAN_CREDITS);
  return [
    `A sweep of ${count(size.pages)} pages with ${count(size.titles)} new titles, without retries`,
    ...rows([...run, aws]),
    '',
    `Watchmode credits${''.padEnd(21)}one sweep${`${count(sweepsPerMonth)} in a month`.padStart(18)}`,
    ...columns('Pages', credits.pages, month.pages),
    ...columns('Reference data, once a day', credits.referenceData, month.referenceData),
    ...columns('New titles', credits.titles, month.titles),
    ...columns('All', credits.all, month.all),
    '',
    `A month of sweeps is ${share} % of the ${count(FREE_PLAN_CREDITS)} credits of a free plan. At the price of the Startup plan, it`,
    `costs ${dollars(priceOf(PRICES.credit, month.all))}, and ${dollars(sweepsPerMonth * aws.usd)} on AWS.`,
    '',
    `Pages that are known (${KNOWN_SECTIONS_SOURCE})`,
    ...KNOWN_SECTIONS.flatMap(({ region, service, type, pages }) =>
      columns(`${region} ${service}, ${type}`, pages, pages * sweepsPerMonth),
    ),
    ...columns('All', knownPages, knownPages * sweepsPerMonth),
    '',
  ].join('\n');
}

const knownPages = KNOWN_SECTIONS.reduce((sum, { pages }) => sum + pages, 0);

const columns = (name: string, one: number, inMonth: number): string[] => [
  `  ${name.padEnd(33)}${count(one).padStart(11)}${count(inMonth).padStart(18)}`,
];
