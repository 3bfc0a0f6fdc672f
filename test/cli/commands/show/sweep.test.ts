import { beforeEach, describe, expect, it } from '@jest/globals';
import plan from '../../../../events/examples/run-summary/plan.json' with { type: 'json' };
import sweep from '../../../../events/examples/run-summary/sweep.json' with { type: 'json' };
import { counts } from '../../support/failed-run.ts';
import { runCli } from '../../support/fake-io.ts';
import { FakeStepFunctions, mapRunArn } from '../../support/fake-step-functions.ts';
import { entered, historyOf } from '../../support/history.ts';

const service = new FakeStepFunctions();
const ITEMS = JSON.stringify([1, { titleId: 2, on: ['GB:203'] }, { titleId: 3, from: 'GB:203' }]);

describe('a sweep', () => {
  beforeEach(() => {
    service.reset();
    service.mapRuns.set(mapRunArn, {
      status: 'RUNNING',
      itemCounts: { ...counts({ total: 3, succeeded: 1 }), pending: 2 },
      executionCounts: counts({ total: 1, running: 1 }),
    });
    service.add({
      name: 'nightly',
      description: { status: 'RUNNING' },
      events: historyOf(
        { type: 'ExecutionStarted' },
        entered('Map', 'Ingest titles', ITEMS),
        { type: 'MapStateStarted', mapStateStartedEventDetails: { length: 3 } },
        { type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn } },
      ),
    });
  });

  it('tells the titles that left a service, which are not fetched, from the others', async () => {
    expect((await runCli(['show', 'nightly'])).stdout).toContain(
      '\ntitles      1 of 3 done (1 departure), 2 pending\n',
    );
    expect((await runCli(['list'])).stdout).toContain('at most 1 of 2 ');
    expect(JSON.parse((await runCli(['show', 'nightly', '--json'])).stdout)).toMatchObject({
      titles: { discovered: 2, published: 1, items: { total: 3, departures: 1 } },
    });
  });

  it('says of a plan what it would buy, and nothing of titles that it has not listed', async () => {
    const output = JSON.stringify({ ...plan, feed: 'catalogue', sweep: sweep.sweep });
    service.add({ name: 'plan', description: { output } });

    const { stdout } = await runCli(['show', 'plan']);

    expect(stdout).toMatch(
      /^plan +about 4 credits for the pages, and as many new titles as last time \(2\); 995 credits are left$/m,
    );
    expect(stdout).not.toMatch(/^(sweep|titles) /m);
    expect((await runCli(['list'])).stdout).toMatch(/^plan +SUCCEEDED .* - +\d+ +0$/m);
  });
});
