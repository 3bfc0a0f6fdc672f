import { describe, expect, it } from '@jest/globals';
import { decisionOf, HealStage } from './support/heal-stage.ts';
import { choice, storyOf, succeed, task, wait } from './support/history.ts';
import { claimBy } from './support/items.ts';

const FIRST_LOOK = ['ExecutionStarted', ...task('Judge failed run'), ...choice('What to do?')];
const SECOND_LOOK = [...wait('Wait before redrive'), ...task('Judge failed run'), ...choice('What to do?')];
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
  it.each([
    ['of the run', { list: 'Watchmode.Unauthorized' }],
    ['of a child', { fetch: 'Watchmode.Unauthorized' }],
  ])('over a permanent error %s: one look, no wait', async (_, errors) => {
    const stage = new HealStage();
    stage.errors = errors;

    expect(await healed(stage, await stage.ingest())).toEqual({
      story: [...FIRST_LOOK, ...REPORTED],
      outcome: 'leftAlone',
      redriveCount: 0,
    });
  });

  it('over an overtaken run: one look, and the claim says that another run does its work', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    stage.progress.set(claimBy('arn:other', '2026-11-24T06:00:04.000Z'));

    expect(await healed(stage, failed)).toEqual({
      story: [...FIRST_LOOK, ...REPORTED],
      outcome: 'leftAlone',
      redriveCount: 0,
    });
  });

  it('over an outage that has passed: a wait, a second look, and then the redrive', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    stage.errors = {};

    expect(await healed(stage, failed)).toEqual({
      story: [...FIRST_LOOK, ...SECOND_LOOK, ...task('Redrive run'), ...REPORTED],
      outcome: 'redriven',
      redriveCount: 1,
    });
  });
});
