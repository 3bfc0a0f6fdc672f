import { describe, expect, it } from '@jest/globals';
import cdkJson from '../../../cdk.json' with { type: 'json' };
import { readConfig } from '../../../infra/settings/read-config.ts';
import { CATALOGUE_ASSUMPTIONS } from '../../../infra/cost/catalogue.ts';
import { ASSUMPTIONS, estimate } from '../../../infra/cost/estimate.ts';
import type { Item } from '../../../infra/cost/item.ts';
import { PRICES } from '../../../infra/cost/prices.ts';
import { titleIngestion } from '../../../workflow/title-ingestion.ts';
import { HOURLY_AND_SWEEP, SWEEPS_ONLY } from '../support/settings.ts';
import { METRICS } from '../../../tasks/shared/telemetry/metrics.ts';

const estimateWith = (titles: number, changes: Readonly<Record<string, unknown>> = {}) =>
  estimate(titleIngestion, readConfig({ ...cdkJson.context, ...changes }), titles);

const named = (items: readonly Item[], name: string): Item => {
  const found = items.find(({ item }) => item === name);
  if (found === undefined) throw new Error(`no ${name} among ${items.map(({ item }) => item).join(', ')}`);
  return found;
};

describe('the estimate of a run', () => {
  it('bills transitions, requests and credits by their counts', () => {
    const { run, credits } = estimateWith(10_000);

    expect(named(run, 'State transitions')).toMatchObject({ quantity: 14_006, usd: expect.closeTo(0.3502) });
    expect(named(run, 'Lambda requests').quantity).toBe(1 + 10_000 + 1_000);
    // 40 pages, and two for each title.
    expect(credits).toMatchObject({ quantity: 20_040, usd: expect.closeTo((20_040 * 349) / 40_000) });
  });

  it('bills a listing for each region if the feed accepts one at a time', () => {
    const regions = 'GB,IE,FR';

    expect(estimateWith(10_000, { feed: 'titles_sources_changed', regions }).credits.quantity).toBe(20_120);
    expect(estimateWith(10_000, { regions }).credits.quantity).toBe(20_040);
  });

  it("bills the time of the functions, but no time for waits for Watchmode's pace", () => {
    const seconds = 40 * 1 + 10_000 * 0.5 + 1_000 * 0.5;

    expect(named(estimateWith(10_000).run, 'Lambda duration').quantity).toBeCloseTo(seconds * 0.25);
    const slow = estimateWith(10_000, { watchmodeRequestsPerMinute: 60, taskMemoryMb: 512 });
    expect(named(slow.run, 'Lambda duration').quantity).toBeCloseTo(seconds * 0.5);
  });

  it('bills the reads and writes of the progress table', () => {
    const { run } = estimateWith(10_000);

    // Each title, whether or not an item of it is there; the claim, the watermark and the deferred titles.
    expect(named(run, 'DynamoDB reads')).toMatchObject({
      quantity: 10_003,
      usd: expect.closeTo((10_003 * 0.125) / 1_000_000, 9),
    });
    // Each title, the claim and the watermark.
    expect(named(run, 'DynamoDB writes').quantity).toBe(10_002);
  });

  it('bills the logs of the state machine and the functions', () => {
    const { run } = estimateWith(10_000);
    const GB = 1024 ** 3;

    // Each record five times, and the events around it.
    expect(named(run, 'Logs of the state machine').quantity).toBeCloseTo(
      (10_000 * (5 * 3_500 + 6_000)) / GB,
      6,
    );
    expect(named(run, 'Logs of the functions').quantity).toBeCloseTo((11_001 * 1_200) / GB, 6);
  });

  it('counts records in the units of either mode, with and without aggregation', () => {
    const quantities = estimateWith(10_000).streamWrites.map(({ quantity }) => quantity);
    const KIB_PER_GB = 1024 ** 2;

    expect(quantities).toEqual([
      // 3,500 bytes are billed as 4 KB; ten of them in one record as 35 KB, or two PUT units.
      expect.closeTo((10_000 * 4) / KIB_PER_GB, 5),
      expect.closeTo((1_000 * 35) / KIB_PER_GB, 5),
      10_000,
      2_000,
    ]);
  });

  it('splits a batch that one aggregated record cannot hold', () => {
    const { streamWrites } = estimateWith(10_000, { aggregatedRecordBytes: 10_000 });

    // 35,000 bytes in four records of 8,750 bytes, each one PUT unit.
    expect(named(streamWrites, 'provisioned, aggregated').quantity).toBe(4_000);
  });

  it('writes as configured', () => {
    const { run, streamWrites } = estimateWith(250, { streamMode: 'provisioned', recordAggregation: 'kpl' });

    expect(named(run, 'Kinesis writes')).toEqual({
      ...named(streamWrites, 'provisioned, aggregated'),
      item: 'Kinesis writes',
    });
  });

  it('has the standing cost of a month', () => {
    const { standing, streamModes } = estimateWith(1, { streamMode: 'provisioned', streamShards: 2 });

    expect(named(standing, 'Stream, provisioned').usd).toBeCloseTo(2 * 730 * 0.015);
    expect(named(standing, 'Stream, provisioned: retention').usd).toBeCloseTo(2 * 730 * 0.02);
    expect(streamModes.map(({ item }) => item)).toContain('Stream, on-demand');
    expect(named(estimateWith(1).standing, 'Stream, on-demand').usd).toBeCloseTo(29.2);
    const aDay = estimateWith(1, { streamMode: 'provisioned', streamRetentionHours: 24 });
    expect(aDay.standing.map(({ item }) => item)).not.toContain('Stream, provisioned: retention');
  });

  it('has an alarm and a metric for the lag of each feed that a schedule ingests', () => {
    const counts = (changes: Readonly<Record<string, unknown>>) => {
      const { standing } = estimateWith(1, changes);
      return [named(standing, 'Alarms').quantity, named(standing, 'Metrics of the tasks').quantity];
    };

    expect(counts({})).toEqual([12, 16]);
    // Sweeps write four metrics more, and have an alarm more.
    expect(counts(SWEEPS_ONLY)).toEqual([13, 20]);
    expect(counts(HOURLY_AND_SWEEP)).toEqual([14, 21]);
  });

  it('shows that a credit costs more than hundreds of transitions', () => {
    expect(estimateWith(1).transitionsPerCredit).toBe(349);
  });
});

describe('the estimate of the catalogue', () => {
  const { catalogue } = estimateWith(250);

  it('bills the reads and writes of each title, and an invocation for a hundred', () => {
    expect(named(catalogue.run, 'Lambda requests').quantity).toBe(3);
    expect(named(catalogue.run, 'DynamoDB reads').quantity).toBe(250 * 2);
    // The record, and for each of seven services a row that is in the index and one that is not.
    expect(named(catalogue.run, 'DynamoDB writes')).toMatchObject({
      quantity: 250 * (5 + 7 * (4 + 1)),
      usd: expect.closeTo((10_000 * 0.625) / 1_000_000, 9),
    });
  });

  it('has the standing cost of a month', () => {
    expect(catalogue.standing.map(({ item, quantity }) => [item, quantity])).toEqual([
      ['Alarms', 3],
      ['Metrics of the mapping', 6],
      ['Metrics of the consumer', 2],
    ]);
  });
});

describe('the assumptions', () => {
  it('count the metrics that the tasks and the consumer write', () => {
    expect(ASSUMPTIONS.customMetrics + CATALOGUE_ASSUMPTIONS.customMetrics).toBe(Object.keys(METRICS).length);
  });
});

describe('the prices', () => {
  it.each(Object.entries(PRICES))('have the source and date of %s', (_, { source, date, usd, per }) => {
    expect(source.length).toBeGreaterThan(10);
    expect(date).toMatch(/^20\d\d(-\d\d){0,2}$/);
    expect(usd).toBeGreaterThan(0);
    expect(per).toBeGreaterThan(0);
  });
});
