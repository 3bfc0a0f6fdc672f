import { describe, expect, it } from '@jest/globals';
import { decisionOf, HealStage, LEFT_ALONE_AT_ONCE, SECOND_LOOK, STARTED_AT } from './support/heal-stage.ts';
import { claimBy } from './support/items.ts';

describe('a run that goes on without the redriver', () => {
  it.each([
    ['ABORTED', 'Somebody stopped it.'],
    ['SUCCEEDED', 'It has succeeded since.'],
    ['FAILED', 'It was redriven meanwhile. If it fails again, that failure is looked at by itself.'],
  ])('is left alone when it is %s by then', async (status, because) => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    if (status === 'SUCCEEDED') stage.errors = {};
    const isStopped = status === 'ABORTED';
    if (isStopped) stage.onList = ({ signal }) => stage.clock.sleep(1_000_000_000, signal);

    await stage.engine.redriveExecution({ executionArn: failed.executionArn });
    if (isStopped) await stage.engine.stopExecution({ executionArn: failed.executionArn });
    await stage.engine.whenEnded(failed.executionArn);

    expect(decisionOf(await stage.heal(failed))).toMatchObject({ outcome: 'leftAlone', because });
  });

  it.each([
    ['before the redriver looks', 0, LEFT_ALONE_AT_ONCE],
    ['while the redriver waits', 600_000, [...SECOND_LOOK, 'Report outcome']],
  ])('is left alone when somebody redrives it %s', async (_, milliseconds, states) => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    stage.onList = ({ signal }) => stage.clock.sleep(100_000_000, signal);
    const redrive = () => stage.engine.redriveExecution({ executionArn: failed.executionArn });
    if (milliseconds === 0) await redrive();
    const { executionArn } = await stage.startHealing(failed);
    await stage.clock.sleep(milliseconds, new AbortController().signal);
    if (milliseconds > 0) await redrive();

    const redriver = await stage.engine.whenEnded(executionArn);

    expect(await stage.states(redriver)).toEqual(states);
    expect(decisionOf(redriver).because).toMatch(/^It was redriven meanwhile/);
    await stage.engine.stopExecution({ executionArn: failed.executionArn });
  });

  it('is redriven once when the event is delivered twice', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    stage.errors = {};

    const redrivers = await Promise.all([stage.startHealing(failed), stage.startHealing(failed)]);
    await Promise.all(redrivers.map(({ executionArn }) => stage.engine.whenEnded(executionArn)));

    expect(await stage.engine.whenEnded(failed.executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
    });
  });

  it('is left alone, without an error, when somebody redrives it in the last moment', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    stage.onList = ({ signal }) => stage.clock.sleep(100_000_000, signal);
    stage.beforeRedrive = async () => {
      await stage.engine.redriveExecution({ executionArn: failed.executionArn });
    };

    const redriver = await stage.heal(failed);

    expect(decisionOf(redriver)).toMatchObject({
      outcome: 'leftAlone',
      because: expect.stringMatching(/^Somebody was faster: .*RUNNING and cannot be redriven/),
    });
    await stage.engine.stopExecution({ executionArn: failed.executionArn });
  });
});

describe('another run that is at work', () => {
  it('over the same window is no matter of the redriver: it has the claim, and takes up what failed', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    stage.onList = ({ signal }) => stage.clock.sleep(100_000_000, signal);
    const other = await stage.start({}, 'other');
    stage.progress.set(claimBy(other.executionArn, STARTED_AT));

    const redriver = await stage.heal(failed);

    expect(decisionOf(redriver)).toMatchObject({
      outcome: 'leftAlone',
      because: expect.stringContaining(other.executionArn),
      waitedSeconds: 0,
    });
    await stage.engine.stopExecution({ executionArn: other.executionArn });
  });

  it.each([
    ['over another feed', { feed: 'releases' }],
    ['over titles of its own', { titleIds: [7] }],
    ['with a long input', { titleIds: Array.from({ length: 26_000 }, (_, index) => 100_000_000 + index) }],
    ['over a window of its own', { window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' } }],
  ])('%s, and so without the claim, is not waited for', async (_, input) => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    stage.progress.set(claimBy(failed.executionArn, STARTED_AT));
    stage.errors = {};
    stage.onList = ({ signal }) => stage.clock.sleep(100_000_000, signal);
    const other = await stage.start(input, 'other');

    const redriver = await stage.heal(failed);

    expect(decisionOf(redriver)).toMatchObject({ outcome: 'redriven', waitedSeconds: 900 });
    await stage.engine.stopExecution({ executionArn: other.executionArn });
    await stage.engine.stopExecution({ executionArn: failed.executionArn });
  });
});
