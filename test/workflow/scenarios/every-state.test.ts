import { describe, expect, it } from '@jest/globals';
import { allStates } from '../../../workflow/definition.ts';
import { redriver } from '../../../workflow/redrive-failed-run.ts';
import { titleIngestion } from '../../../workflow/title-ingestion.ts';
import type { JsonValue } from '../../../local/stepfunctions/index.ts';
import { needsReferenceData, sweepListing } from './support/sweep-listing.ts';
import { RedriverHarness } from './support/redriver-harness.ts';
import { fail, fetched, WorkflowHarness, titleOf } from './support/workflow-harness.ts';

const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

describe('every state', () => {
  it('of title-ingestion is entered: by a run with a title without an answer, one that waits for it, a plan, and a sweep', async () => {
    let isChecked = false;
    let sweeps = 0;
    const harness: WorkflowHarness = new WorkflowHarness({
      listSweep: () => {
        sweeps += 1;
        return (sweeps === 1 ? needsReferenceData() : sweepListing([1])) as unknown as JsonValue;
      },
      fetch: async (payload, { signal }) => {
        await harness.clock.sleep(1_000, signal);
        return titleOf(payload) === 1 && !isChecked
          ? fail('Watchmode.Unavailable', 'Watchmode answers 500')
          : fetched(titleOf(payload), harness.clock.now());
      },
      check: () => {
        isChecked = true;
        return { checkedAt: new Date(harness.clock.now()).toISOString(), creditsUsed: 0 };
      },
    });
    const runs = [
      await harness.start('first'),
      await harness.start('second'),
      await harness.start('third', { plan: true }),
      await harness.start('fourth', { feed: 'catalogue', services: [203] }),
    ];
    await Promise.all(runs.map(({ executionArn }) => harness.engine.whenEnded(executionArn)));

    const children = await Promise.all(runs.map(({ executionArn }) => harness.children(executionArn)));
    const entered = [...runs, ...children.flat()].map(({ executionArn }) =>
      harness.statesEntered(executionArn),
    );
    expect(sorted((await Promise.all(entered)).flat())).toEqual(
      sorted(allStates(titleIngestion).map(([name]) => name)),
    );
  });

  it('of redrive-failed-run is entered: by the redrive of a run that failed', async () => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };

    const states = await harness.states(await harness.heal(await harness.ingest()));

    expect(sorted(states)).toEqual(sorted(allStates(redriver).map(([name]) => name)));
  });
});
