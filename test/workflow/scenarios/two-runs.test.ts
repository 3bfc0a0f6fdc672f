import { describe, expect, it } from '@jest/globals';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import type { ExecutionInput } from '../../../events/types.ts';
import { FeedHarness } from './support/feed-harness.ts';
import { claimBy, watermarkAt } from './support/items.ts';
import { fail, fetched, WorkflowHarness, summaryOf, titleOf, type Cast } from './support/workflow-harness.ts';

const HOUR_MS = 3_600_000;
const never = new AbortController().signal;
const LISTED = [
  'List new titles',
  'Any new titles?',
  'Ingest titles',
  'Advance watermark?',
  'Advance watermark',
];
const WAITED = ['List new titles', 'Any new titles?', 'Wait for earlier run'];

/** A harness in which a title takes half a minute, with the purchases and their times. */
function slowHarness(isBroken: () => boolean = () => false, around?: Cast['around']) {
  const bought: { titleId: number; at: number }[] = [];
  const harness: WorkflowHarness = new WorkflowHarness({
    ...omitUndefined({ around }),
    fetch: async (payload, { signal }) => {
      await harness.clock.sleep(30_000, signal);
      if (isBroken()) fail('Watchmode.Unauthorized', 'bad key');
      bought.push({ titleId: titleOf(payload), at: harness.clock.now() });
      return fetched(titleOf(payload), harness.clock.now());
    },
  });
  const ended = ({ executionArn }: { executionArn: string }) => harness.engine.whenEnded(executionArn);
  return { harness, bought, ended };
}

/** Two runs. The second starts while the first is running. */
async function twoRuns(first: ExecutionInput, second: ExecutionInput) {
  const { harness, bought, ended } = slowHarness();
  const one = await harness.start('first', first);
  await harness.clock.sleep(10_000, never);
  const other = await harness.start('second', second);
  const runs = [await ended(one), await ended(other)] as const;
  const states = await Promise.all(runs.map(({ executionArn }) => harness.statesEntered(executionArn)));
  return { harness, bought, runs, states };
}

describe('two runs over one open window', () => {
  it('never work at the same time: the later one waits until the earlier one has ended, and then lists', async () => {
    const { bought, runs, states } = await twoRuns({ source: 'schedule' }, {});

    expect(states).toEqual([
      [...LISTED, 'Summarise run'],
      [...WAITED, ...LISTED, 'Summarise run'],
    ]);
    // It does the work that it was started for.
    expect(runs.map((run) => summaryOf(run).published)).toEqual([3, 3]);
    const firstEnd = runs[0].stopDate ?? 0;
    expect(bought.map(({ at }) => at > firstEnd)).toEqual([false, false, false, true, true, true]);
  });

  it('store in a variable of the waiting one which execution it waits for', async () => {
    const { harness, ended } = slowHarness();
    const first = await harness.start('first');
    const second = await harness.start('second');
    await Promise.all([ended(first), ended(second)]);

    const events = await harness.events(second.executionArn);
    expect(JSON.stringify(events)).toContain('\\"waitsFor\\":\\"first\\"');
  });

  it('that start in the same millisecond take turns, too', async () => {
    const { harness, bought, ended } = slowHarness();
    const twins = await Promise.all([harness.start('b'), harness.start('a')]);
    expect(twins[0].startDate).toBe(twins[1].startDate);

    const runs = await Promise.all(twins.map(ended));

    const states = await Promise.all(runs.map(({ executionArn }) => harness.statesEntered(executionArn)));
    expect(states.filter((entered) => entered.includes('Wait for earlier run'))).toHaveLength(1);
    expect(runs.map((run) => summaryOf(run).published)).toEqual([3, 3]);
    // At any moment one run fetches: three titles at once, and three more in another minute.
    expect(new Set(bought.map(({ at }) => at)).size).toBe(2);
  });

  it('run one after the other if there are five', async () => {
    const { harness, bought, ended } = slowHarness();
    const starts = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => harness.start(name)));

    const runs = await Promise.all(starts.map(ended));

    expect(runs.map((run) => summaryOf(run).published)).toEqual([3, 3, 3, 3, 3]);
    expect(new Set(bought.map(({ at }) => at)).size).toBe(5);
  });

  it('continue when the one with the claim fails while the other waits', async () => {
    let isBroken = true;
    const { harness, bought, ended } = slowHarness(() => isBroken);
    const first = await harness.start('first');
    await harness.clock.sleep(10_000, never);
    const second = await harness.start('second');
    expect((await ended(first)).status).toBe('FAILED');
    isBroken = false;

    const record = await ended(second);

    expect(summaryOf(record)).toMatchObject({ published: 3, watermark: '2026-11-24T06:00:00Z' });
    expect(bought).toHaveLength(3);
    // The second one has the claim, so the first counts as overtaken.
    expect(harness.progress.item('new_titles', 'claim')).toMatchObject({ executionArn: second.executionArn });
  });

  it('lose nothing when somebody redrives the overtaken one by hand: it buys its own titles once more', async () => {
    let isBroken = true;
    const { harness, bought, ended } = slowHarness(() => isBroken);
    const first = await harness.start('first');
    await ended(first);
    isBroken = false;
    const second = await harness.start('second');
    await harness.clock.sleep(1_000, never);

    const redriven = await harness.redrive(first.executionArn);

    expect([redriven.status, (await ended(second)).status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(bought).toHaveLength(6);
    expect(harness.progress.item('new_titles', 'watermark')).toMatchObject({
      watermark: '2026-11-24T06:00:00Z',
      executionArn: second.executionArn,
    });
  });

  it('wait for each other when one is redriven after a failed listing', async () => {
    let listings = 0;
    const { harness, bought, ended } = slowHarness(
      () => false,
      async (call, carryOut) => {
        const outcome = await carryOut();
        listings += call.stateName === 'List new titles' ? 1 : 0;
        if (listings > 1) return outcome;
        return { status: 'FAILED', error: 'Watchmode.QuotaExceeded', cause: 'no credits are left' };
      },
    );
    const first = await harness.start('first');
    await ended(first);
    const second = await harness.start('second');
    await harness.clock.sleep(1_000, never);

    const redriven = await harness.redrive(first.executionArn);

    const states = await harness.statesEntered(first.executionArn);
    expect(states).toEqual([...WAITED, ...LISTED, 'Summarise run']);
    expect(redriven.status).toBe('SUCCEEDED');
    expect((await ended(second)).status).toBe('SUCCEEDED');
    expect(new Set(bought.map(({ at }) => at)).size).toBe(2);
  });

  it('do not wait for a run whose process has died, which is RUNNING and can be redriven', async () => {
    const { harness } = slowHarness();
    const dead = await harness.start('dead');
    await harness.clock.sleep(10_000, never);
    await harness.engine.close();
    const later = new WorkflowHarness({
      clock: harness.clock,
      store: harness.store,
      progress: harness.progress,
    });
    const described = await later.engine.describeExecution(dead.executionArn);
    expect([described.record.status, described.redriveStatus]).toEqual(['RUNNING', 'REDRIVABLE']);

    const record = await later.ingest();

    expect(await later.statesEntered(record.executionArn)).not.toContain('Wait for earlier run');
    expect(summaryOf(record)).toMatchObject({ published: 3 });
    expect(harness.progress.item('new_titles', 'claim')).toMatchObject({ executionArn: record.executionArn });
  });

  it('do not wait for a run that nobody knows any more', async () => {
    const harness = new WorkflowHarness({
      items: [claimBy('arn:aws:states:eu-west-2:000000000000:execution:machine:gone')],
    });

    const record = await harness.ingest();

    expect(await harness.statesEntered(record.executionArn)).toEqual([...LISTED, 'Summarise run']);
  });

  it.each<[string, ExecutionInput, ExecutionInput]>([
    ['of another feed', { feed: 'releases' }, {}],
    ['that was told its titles', { titleIds: [1] }, {}],
    ['over a closed window', { window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' } }, {}],
    ['that takes only some titles', { maxTitles: 1 }, {}],
    ['that takes only some types', { types: ['movie'] }, {}],
    ['for some regions', { regions: ['IE'] }, {}],
    ['that publishes nothing', { dryRun: true }, {}],
    ['when this one was told its titles', {}, { titleIds: [1] }],
  ])('must both cover the open window: no wait for one %s', async (_, first, second) => {
    const { states } = await twoRuns(first, second);

    expect(states.flat()).not.toContain('Wait for earlier run');
  });

  it('do not affect a run that starts after the other has ended', async () => {
    const harness = new WorkflowHarness();
    await harness.ingest();
    await harness.clock.sleep(HOUR_MS, never);

    const { executionArn } = await harness.ingest();

    expect(await harness.statesEntered(executionArn)).not.toContain('Wait for earlier run');
  });
});

describe('runs of an hourly schedule behind one that takes five hours', () => {
  it('wait for it, and then list what it did not, each hour once but for the overlap', async () => {
    const fifty = Array.from({ length: 50 }, (_, index) => index + 1);
    const harness = new FeedHarness({
      items: [watermarkAt('2026-11-24T05:00:00Z')],
      // Five batches of the first window keep their places for an hour each.
      listed: ({ startDate }) => (startDate === '20261123200000' ? fifty : [1, 2, 3]),
      heldMs: HOUR_MS,
    });
    const runs = [await harness.start('long', { scheduledTime: '2026-11-24T06:00:00Z' })];
    for (const hour of [7, 8, 9, 10]) {
      await harness.pass(HOUR_MS);
      runs.push(
        await harness.start(`at-${hour}`, {
          scheduledTime: `2026-11-24T${String(hour).padStart(2, '0')}:00:00Z`,
        }),
      );
    }

    const ended = await Promise.all(runs.map(({ executionArn }) => harness.engine.whenEnded(executionArn)));

    expect(ended.map(({ status }) => status)).toEqual(runs.map(() => 'SUCCEEDED'));
    const windows = ended
      .map((run) => summaryOf(run).window ?? { start: '', end: '' })
      .filter(({ start, end }) => start < end)
      .sort((one, other) => one.start.localeCompare(other.start));
    expect(windows.length).toBeGreaterThan(1);
    expect((ended[0]?.stopDate ?? 0) - (ended[0]?.startDate ?? 0)).toBeGreaterThanOrEqual(5 * HOUR_MS);
    windows.slice(1).forEach(({ start }, index) => {
      expect(Date.parse(windows[index]!.end) - Date.parse(start)).toBe(HOUR_MS);
    });
    expect([windows[0]?.start, windows.at(-1)?.end]).toEqual([
      '2026-11-24T04:00:00Z',
      '2026-11-24T10:00:00Z',
    ]);
    expect(harness.watermark).toBe('2026-11-24T10:00:00Z');
  });
});
