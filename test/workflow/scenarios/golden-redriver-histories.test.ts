import { describe, expect, it } from '@jest/globals';
import { decisionOf, HealStage } from './heal-stage.ts';
import { choice, iteration, map, pass, storyOf, succeed, task, wait } from './history.ts';

/** The first look at a run whose own error says why it failed. */
const FIRST_LOOK = [
  'ExecutionStarted',
  ...pass('Note failure'),
  ...task('Look at run'),
  ...choice('Can redrive help?'),
];
const SECOND_LOOK = [
  ...choice('Has it waited?'),
  ...wait('Wait before redrive'),
  ...task('Look at run'),
  ...choice('Can redrive help?'),
  ...choice('Has it waited?'),
  ...choice('Could another run do its work?'),
];
const REPORTED = succeed('Report outcome');

/** What redrive-failed-run decides of a run that has failed, with its whole history, and how often the run was redriven. */
async function healed(stage: HealStage, failed: Awaited<ReturnType<HealStage['ingest']>>) {
  const redriver = await stage.heal(failed);
  const { redriveCount } = await stage.engine.whenEnded(failed.executionArn);
  return {
    story: storyOf(await stage.events(redriver.executionArn)),
    outcome: decisionOf(redriver).outcome,
    redriveCount,
  };
}

describe('the history of redrive-failed-run', () => {
  it('over a permanent error: one look, no wait', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unauthorized' };

    expect(await healed(stage, await stage.ingest())).toEqual({
      story: [...FIRST_LOOK, ...REPORTED],
      outcome: 'leftAlone',
      redriveCount: 0,
    });
  });

  it('over a permanent error of a child: the failed children are looked at, no wait', async () => {
    const stage = new HealStage();
    stage.errors = { fetch: 'Watchmode.Unauthorized' };

    expect(await healed(stage, await stage.ingest())).toEqual({
      story: [
        ...FIRST_LOOK,
        ...task('Find newest Map Run'),
        ...task('Find failed children'),
        ...map('Read errors of children', iteration('Read errors of children', task('Look at child'))),
        ...choice('Is cause permanent?'),
        ...REPORTED,
      ],
      outcome: 'leftAlone',
      redriveCount: 0,
    });
  });

  it('over an overtaken run: a wait, a second look, and the watermark says that its work is done', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    stage.watermark = { feed: 'new_titles', at: '2026-11-24T12:00:00Z' };

    expect(await healed(stage, failed)).toEqual({
      story: [
        ...FIRST_LOOK,
        ...SECOND_LOOK,
        ...task('Read watermark'),
        ...choice('Was it overtaken?'),
        ...REPORTED,
      ],
      outcome: 'leftAlone',
      redriveCount: 0,
    });
  });

  it('over an outage that has passed: the same wait and looks, and then the redrive', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    stage.errors = {};
    stage.watermark = { feed: 'new_titles', at: '2026-11-23T06:00:00Z' };

    expect(await healed(stage, failed)).toEqual({
      story: [
        ...FIRST_LOOK,
        ...SECOND_LOOK,
        ...task('Read watermark'),
        ...choice('Was it overtaken?'),
        ...task('Find running runs'),
        ...map('Look for same work'),
        ...choice('Is another run at it?'),
        ...task('Redrive run'),
        ...REPORTED,
      ],
      outcome: 'redriven',
      redriveCount: 1,
    });
  });
});
