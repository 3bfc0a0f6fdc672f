import { describe, expect, it } from '@jest/globals';
import { decisionOf, HealStage, SECOND_LOOK, TO_THE_END } from './heal-stage.ts';

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

  it('is left alone when it runs by the time that the wait is over', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    stage.onList = ({ signal }) => stage.clock.sleep(100_000_000, signal);
    await stage.engine.redriveExecution({ executionArn: failed.executionArn });

    const redriver = await stage.heal(failed);

    // At the first look it might be an old view of the run: DescribeExecution may be behind.
    expect(await stage.states(redriver)).toEqual([
      'Note failure',
      'Look at run',
      'Can redrive help?',
      'Wait before redrive',
      'Look at run',
      'Can redrive help?',
      'Report outcome',
    ]);
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
  it('over the same feed is waited for, and overtakes when it succeeds', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    stage.errors = {};
    stage.onList = async ({ signal }) => {
      await stage.clock.sleep(1_500_000, signal);
      stage.watermark = { feed: 'new_titles', at: '2026-11-24T12:00:00Z' };
    };
    await stage.start({}, 'other');

    const redriver = await stage.heal(failed);

    const looks = ['Look for same work', 'Look at other run', 'Is another run at it?'];
    expect(await stage.states(redriver)).toEqual([
      ...TO_THE_END.slice(0, -2),
      ...looks,
      'Wait for other run',
      ...SECOND_LOOK.slice(-4),
      'Read watermark',
      'Was it overtaken?',
      'Report outcome',
    ]);
    expect(decisionOf(redriver)).toMatchObject({
      outcome: 'leftAlone',
      because: expect.stringContaining('A later run has ingested its titles'),
    });
  });

  it('over the same feed is waited for, and the run is redriven when it fails', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    stage.onList = ({ signal }) => stage.clock.sleep(1_500_000, signal);
    await stage.start({}, 'other');

    expect(decisionOf(await stage.heal(failed))).toMatchObject({ outcome: 'redriven' });
    expect(await stage.engine.whenEnded(failed.executionArn)).toMatchObject({ redriveCount: 1 });
  });

  it.each([
    ['over another feed', { feed: 'releases' }],
    ['over titles of its own', { titleIds: [7] }],
    ['that publishes nothing', { dryRun: true }],
    ['over some types', { types: ['movie'] }],
    ['with a long input', { titleIds: Array.from({ length: 26_000 }, (_, index) => 100_000_000 + index) }],
    ['over a window of its own', { window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' } }],
  ])('%s is not waited for', async (_, input) => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    stage.errors = {};
    stage.onList = ({ signal }) => stage.clock.sleep(100_000_000, signal);
    const other = await stage.start(input, 'other');

    const redriver = await stage.heal(failed);

    expect(decisionOf(redriver)).toMatchObject({ outcome: 'redriven' });
    expect(await stage.states(redriver)).toContain('Look at other run');
    await stage.engine.stopExecution({ executionArn: other.executionArn });
    await stage.engine.stopExecution({ executionArn: failed.executionArn });
  });
});
