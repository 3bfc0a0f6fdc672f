import { describe, expect, it } from '@jest/globals';
import cdkJson from '../../../cdk.json' with { type: 'json' };
import { ASSUMPTIONS, estimate } from '../../../infra/cost/estimate.ts';
import type { Item } from '../../../infra/cost/item.ts';
import { KNOWN_SECTIONS } from '../../../infra/cost/known-sections.ts';
import { cost } from '../../../infra/cost/main.ts';
import { estimateSweep } from '../../../infra/cost/sweep.ts';
import { readConfig } from '../../../infra/settings/read-config.ts';
import { titleIngestion } from '../../../workflow/title-ingestion.ts';
import { HOURLY_AND_SWEEP, SWEEPS_ONLY } from '../support/settings.ts';

const sweepWith = (
  size: { pages: number; titles: number },
  changes: Readonly<Record<string, unknown>> = {},
) => estimateSweep(titleIngestion, readConfig({ ...cdkJson.context, ...changes }), size);
const quantityOf = (items: readonly Item[], name: string) =>
  items.find(({ item }) => item === name)?.quantity;

describe('the estimate of a sweep', () => {
  it('bills a credit a page, the reference data and two a new title', () => {
    expect(sweepWith({ pages: 30, titles: 20 })).toMatchObject({
      credits: { pages: 30, referenceData: 3, titles: 40, all: 73 },
      sweepsPerMonth: 30,
      month: { pages: 900, referenceData: 90, titles: 1_200, all: 2_190 },
    });
  });

  it.each([
    ['as the deployment sweeps', SWEEPS_ONLY, 30],
    ['as its second schedule does', HOURLY_AND_SWEEP, 30],
    ['twice a day', { ...HOURLY_AND_SWEEP, sweepSchedule: 'rate(12 hours)' }, 60],
    // January 1970 began with a Thursday.
    ['on Mondays', { ...SWEEPS_ONLY, scheduleExpression: 'cron(0 5 ? * MON *)' }, 4],
    ['once a day without a schedule', {}, 30],
  ])('counts the sweeps of a month %s', (_, settings, sweeps) => {
    expect(sweepWith({ pages: 1, titles: 0 }, settings).sweepsPerMonth).toBe(sweeps);
  });

  it('bills each page that is written and read in the progress table, beside what a run needs', () => {
    const { run } = sweepWith({ pages: 30, titles: 20 });
    const plain = estimate(titleIngestion, readConfig(cdkJson.context), 20).run;
    const { sweepReads, sweepWrites } = ASSUMPTIONS;

    expect(quantityOf(run, 'DynamoDB writes')).toBe(
      quantityOf(plain, 'DynamoDB writes')! + 30 * sweepWrites.page + sweepWrites.referenceData,
    );
    expect(quantityOf(run, 'DynamoDB reads')).toBe(
      quantityOf(plain, 'DynamoDB reads')! + 30 * sweepReads.page + sweepReads.referenceData,
    );
  });

  it('is a number without new titles, too', () => {
    for (const { quantity, usd } of sweepWith({ pages: 30, titles: 0 }).run) {
      expect(Number.isFinite(quantity)).toBe(true);
      expect(Number.isFinite(usd)).toBe(true);
    }
  });

  it('is 900 credits a month for the films of four American services, before new titles', () => {
    const pages = KNOWN_SECTIONS.reduce((sum, section) => sum + section.pages, 0);

    expect(KNOWN_SECTIONS.map(({ service, pages: each }) => [service, each])).toEqual([
      ['Netflix', 15],
      ['HBO Max', 6],
      ['Disney+', 4],
      ['Hulu', 5],
    ]);
    expect(sweepWith({ pages, titles: 0 }).month).toMatchObject({ pages: 900, all: 990 });
  });
});

describe('npm run cost -- --sweep', () => {
  it('shows the credits of a month, and their share of a free plan', () => {
    const { stdout } = cost(['--titles', '20', '--sweep', '30']);

    expect(stdout).toMatch(/All +73 +2,190\n/);
    expect(stdout).toContain('A month of sweeps is 88 % of the 2,500 credits of a free plan.');
    expect(stdout).toMatch(/US Netflix, movie +15 +450\n/);
  });

  it.each([
    [['--titles', '20', '--sweep', '0'], '--sweep is 0; allowed: a whole number from 1 to 10000'],
    [['--titles', '20', '--sweep', 'all'], '--sweep is all; allowed'],
    [['--sweep', '30'], '--titles is missing; allowed: a whole number from 0 to 25000'],
    [['--titles', '', '--sweep', '30'], '--titles is ; allowed'],
    [['--titles', '20', '--sweep', '3', '--ingested', '2'], '--sweep and --ingested exclude each other'],
    [
      ['--titles', '20', '-c', 'feed=catalogue', '-c', 'services=Netflix'],
      '--sweep is missing; with feed=catalogue, give the number of pages',
    ],
  ])('reports the fault of %j', (args, problem) => {
    const { stdout, stderr, exitCode } = cost(args);

    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain(problem);
  });
});
