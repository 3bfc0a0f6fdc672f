import { describe, expect, it } from '@jest/globals';
import type { TableFault } from '../../tasks/support/memory-progress.ts';
import { FeedHarness } from './support/feed-harness.ts';
import { waitingTitle, watermarkAt } from './support/items.ts';
import { summaryOf } from './support/workflow-harness.ts';

const FAULTS: readonly TableFault[] = ['throttled', 'refused', 'answer lost', 'sent twice'];

/** A run of which two titles cannot be had and one that waited can. A fault befalls some calls of the table, until it is mended. */
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
  // The later a run, the later its moments.
  const items = harness.progress.items().map((item) => ({ ...item, deferredAt: null, claimedAt: null }));
  const deferred = harness.deferred.map(({ titleId, runs, status }) => ({ titleId, runs, status }));
  return { first, last, items, calls, deferred };
}

describe('a fault of the progress table', () => {
  it.each(FAULTS)('%s changes nothing of what a run leaves, whichever call it befalls', async (fault) => {
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

  it.each(FAULTS)('%s that stays fails the run at most, and a redrive does what was left', async (fault) => {
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
