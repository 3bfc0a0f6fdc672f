import { describe, expect, it } from '@jest/globals';
import cdkJson from '../../../cdk.json' with { type: 'json' };
import { readConfig } from '../../../infra/settings/read-config.ts';
import { ASSUMPTIONS } from '../../../infra/cost/estimate.ts';
import { waysOn } from '../../../infra/cost/recovery.ts';
import { titleIngestion } from '../../../workflow/title-ingestion.ts';
import { REDRIVEN } from '../../workflow/scenarios/support/redriver-harness.ts';

const config = readConfig(cdkJson.context);
const ways = (titles: number, ingested: number) => waysOn(titleIngestion, config, { titles, ingested });

describe('the ways to continue after a failed run', () => {
  it('cost the credits of the remaining titles, or of all titles and the listing again', () => {
    expect(ways(250, 180).map(({ way, credits }) => [way, credits])).toEqual([
      ['redrive it', 140],
      ['wait for redrive-failed-run', 140],
      ['start a fresh run', 501],
    ]);
  });

  it.each([
    [250, 0],
    [250, 249],
    [25_000, 12_345],
  ])('are in the order of their cost, for %i titles of which %i are ingested', (titles, ingested) => {
    const costs = ways(titles, ingested).map(({ creditsUsd, awsUsd }) => creditsUsd + awsUsd);

    expect(costs).toEqual([...costs].sort((a, b) => a - b));
  });

  it('count the states that the redriver enters', () => {
    const [redrive, wait] = ways(10, 5);

    expect(ASSUMPTIONS.redriverStates).toBe(REDRIVEN.length);
    expect(wait!.awsUsd - redrive!.awsUsd).toBeCloseTo((7 * 0.025) / 1_000, 9);
  });
});
