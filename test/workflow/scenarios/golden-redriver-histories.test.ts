import { describe, expect, it } from '@jest/globals';
import { decisionOf, RedriverHarness } from './support/redriver-harness.ts';
import { choice, storyOf, succeed, task, wait } from './support/history.ts';
import { claimBy } from './support/items.ts';

const FIRST_LOOK = ['ExecutionStarted', ...task('Judge failed run'), ...choice('What to do?')];
const SECOND_LOOK = [...wait('Wait before redrive'), ...task('Judge failed run'), ...choice('What to do?')];
const REPORTED = succeed('Report outcome');

/** Returns the decision about a failed run, the whole history of redrive-failed-run, and the number of redrives. */
async function healed(harness: RedriverHarness, failed: Awaited<ReturnType<RedriverHarness['ingest']>>) {
  const redriver = await harness.heal(failed);
  const { redriveCount } = await harness.engine.whenEnded(failed.executionArn);
  return {
    story: storyOf(await harness.events(redriver.executionArn)),
    outcome: decisionOf(redriver).outcome,
    redriveCount,
  };
}

describe('the history of redrive-failed-run', () => {
  it.each([
    ['of the run', { list: 'Watchmode.Unauthorized' }],
    ['of a child', { fetch: 'Watchmode.Unauthorized' }],
  ])('over a permanent error %s: one look, no wait', async (_, errors) => {
    const harness = new RedriverHarness();
    harness.errors = errors;

    expect(await healed(harness, await harness.ingest())).toEqual({
      story: [...FIRST_LOOK, ...REPORTED],
      outcome: 'leftAlone',
      redriveCount: 0,
    });
  });

  it('over an overtaken run: one look, and the claim says that another run does its work', async () => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    const failed = await harness.ingest();
    harness.progress.set(claimBy('arn:other', '2026-11-24T06:00:04.000Z'));

    expect(await healed(harness, failed)).toEqual({
      story: [...FIRST_LOOK, ...REPORTED],
      outcome: 'leftAlone',
      redriveCount: 0,
    });
  });

  it('over an outage that has passed: a wait, a second look, and then the redrive', async () => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    const failed = await harness.ingest();
    harness.errors = {};

    expect(await healed(harness, failed)).toEqual({
      story: [...FIRST_LOOK, ...SECOND_LOOK, ...task('Redrive run'), ...REPORTED],
      outcome: 'redriven',
      redriveCount: 1,
    });
  });
});
