import type { DeploymentConfig } from '../config.ts';
import type { Workflow } from '../../workflow/definition.ts';
import { recoveryCredits } from '../../workflow/recovery-credits.ts';
import { ASSUMPTIONS, estimate } from './estimate.ts';
import type { Item } from './item.ts';
import { priceOf, PRICES } from './prices.ts';
import { CREDITS_PER_TITLE } from '../../events/credits.ts';

/** The cost of one way to continue after a failed run, in US dollars. */
export interface WayOn {
  readonly way: string;
  readonly credits: number;
  readonly creditsUsd: number;
  readonly awsUsd: number;
}

/** A failed run. */
export interface FailedRun {
  /** All titles of the run. */
  readonly titles: number;
  /** The number of titles ingested before the failure. */
  readonly ingested: number;
}

/**
 * Returns the ways to continue after a failed run, cheapest first. The cost of AWS is a maximum: it includes the states
 * before the Map Run, although a redrive skips those that succeeded.
 */
export function waysOn(workflow: Workflow, config: DeploymentConfig, run: FailedRun): readonly WayOn[] {
  const left = run.titles - run.ingested;
  const rest = awsOf(estimate(workflow, config, Math.max(1, left)).run);
  const fresh = estimate(workflow, config, run.titles);
  const transitions = (count: number) => priceOf(PRICES.transition, count);
  const { redrive } = recoveryCredits({ total: run.titles, kept: run.ingested }, CREDITS_PER_TITLE);
  return [
    wayOn('redrive it', redrive, rest + transitions(1)),
    wayOn('wait for redrive-failed-run', redrive, rest + transitions(1 + ASSUMPTIONS.redriverStates)),
    wayOn('start a fresh run', fresh.credits.quantity, awsOf(fresh.run)),
  ];
}

/** Formats these ways in columns. */
export function formatWaysOn({ titles, ingested }: FailedRun, ways: readonly WayOn[]): string {
  const count = (value: number) => value.toLocaleString('en-GB');
  const dollars = (value: number) => `$${value.toFixed(4)}`.padStart(12);
  return [
    `To continue after a run of ${count(titles)} titles that failed when ${count(ingested)} were ingested`,
    `  ${''.padEnd(33)}${'credits'.padStart(11)}${'Watchmode'.padStart(12)}${'AWS'.padStart(12)}${'all'.padStart(12)}`,
    ...ways.map(
      ({ way, credits, creditsUsd, awsUsd }) =>
        `  ${way.padEnd(33)}${count(credits).padStart(11)}${dollars(creditsUsd)}${dollars(awsUsd)}${dollars(creditsUsd + awsUsd)}`,
    ),
    '',
  ].join('\n');
}

const awsOf = (run: readonly Item[]): number => run.reduce((total, { usd }) => total + usd, 0);

const wayOn = (way: string, credits: number, awsUsd: number): WayOn => ({
  way,
  credits,
  creditsUsd: priceOf(PRICES.credit, credits),
  awsUsd,
});
