import { describe, expect, it } from '@jest/globals';
import type { TableFault } from '../../tasks/support/memory-progress.ts';
import { FeedHarness } from './support/feed-harness.ts';
import { waitingTitle, watermarkAt } from './support/items.ts';
import { summaryOf } from './support/workflow-harness.ts';

const FAULTS: readonly TableFault[] = ['throttled', 'refused', 'answer lost', 'sent twice'];

/** A run that defers two titles and fetches a waiting one. Some calls to the table fail until the fault is repaired. */
async function play(faultOf: (call: number) => TableFault | undefined) {
  const harness = new FeedHarness({
    items: [watermarkAt('2026-11-23T06:00:00Z'), waitingTitle(50), waitingTitle(51)],
    listed: () => [1, 3],
    isBroken: (titleId) => [3, 51].includes(titleId),
  });
  let calls = 0;
  let isMended = false;
  harness.progress.beforeCall = () => {
    calls += 1;
    return isMended ? undefined : faultOf(calls);
  };
  const { executionArn } = await harness.start('run');
  const first = await harness.engine.whenEnded(executionArn);
  isMended = true;
  const last = first.status === 'FAILED' ? await harness.redrive(executionArn) : first;
  // Later runs have later times.
  const items = harness.progress.items().map((item) => ({ ...item, deferredAt: null, claimedAt: null }));
  const deferred = harness.deferred.map(({ titleId, runs, status }) => ({ titleId, runs, status }));
  return { first, last, items, calls, deferred };
}

describe('a fault of the progress table', () => {
  it.each(FAULTS)('%s on any call does not change the result of a run', async (fault) => {
    const undisturbed = await play(() => undefined);
    expect(summaryOf(undisturbed.last)).toMatchObject({ discovered: 4, published: 2, deferred: 2 });
    expect(undisturbed.deferred).toEqual([
      { titleId: 3, runs: 1, status: 'waiting' },
      { titleId: 51, runs: 2, status: 'waiting' },
    ]);
    for (let faulty = 1; faulty <= undisturbed.calls; faulty += 1) {
      const { first, items } = await play((call) => (call === faulty ? fault : undefined));

      expect(first.status).toBe('SUCCEEDED');
      expect(summaryOf(first)).toEqual(summaryOf(undisturbed.last));
      expect(items).toEqual(undisturbed.items);
    }
  });

  it.each(FAULTS)('%s that stays at most fails the run, and a redrive does the rest', async (fault) => {
    const undisturbed = await play(() => undefined);
    const statuses = new Set<string>();
    for (let faulty = 1; faulty <= undisturbed.calls; faulty += 1) {
      const { first, last, items } = await play((call) => (call >= faulty ? fault : undefined));

      statuses.add(first.status);
      expect(last.status).toBe('SUCCEEDED');
      expect(summaryOf(last)).toEqual(summaryOf(undisturbed.last));
      expect(items).toEqual(undisturbed.items);
    }
    expect(statuses).toContain('FAILED');
  });
});
