import { describe, expect, it } from '@jest/globals';
import {
  decisionOf,
  RedriverHarness,
  LEFT_ALONE_AT_ONCE,
  SECOND_LOOK,
  STARTED_AT,
} from './support/redriver-harness.ts';
import { claimBy } from './support/items.ts';

describe('a run that continues without the redriver', () => {
  it.each([
    ['ABORTED', 'Somebody stopped it.'],
    ['SUCCEEDED', 'It has succeeded since.'],
    ['FAILED', 'It was redriven meanwhile. If it fails again, that failure is judged separately.'],
  ])('is left alone when it is %s by then', async (status, because) => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    const failed = await harness.ingest();
    if (status === 'SUCCEEDED') harness.errors = {};
    const isStopped = status === 'ABORTED';
    if (isStopped) harness.onList = ({ signal }) => harness.clock.sleep(1_000_000_000, signal);

    await harness.engine.redriveExecution({ executionArn: failed.executionArn });
    if (isStopped) await harness.engine.stopExecution({ executionArn: failed.executionArn });
    await harness.engine.whenEnded(failed.executionArn);

    expect(decisionOf(await harness.heal(failed))).toMatchObject({ outcome: 'leftAlone', because });
  });

  it.each([
    ['before the redriver looks', 0, LEFT_ALONE_AT_ONCE],
    ['while the redriver waits', 600_000, [...SECOND_LOOK, 'Report outcome']],
  ])('is left alone when somebody redrives it %s', async (_, milliseconds, states) => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    const failed = await harness.ingest();
    harness.onList = ({ signal }) => harness.clock.sleep(100_000_000, signal);
    const redrive = () => harness.engine.redriveExecution({ executionArn: failed.executionArn });
    if (milliseconds === 0) await redrive();
    const { executionArn } = await harness.startHealing(failed);
    await harness.clock.sleep(milliseconds, new AbortController().signal);
    if (milliseconds > 0) await redrive();

    const redriver = await harness.engine.whenEnded(executionArn);

    expect(await harness.states(redriver)).toEqual(states);
    expect(decisionOf(redriver).because).toMatch(/^It was redriven meanwhile/);
    await harness.engine.stopExecution({ executionArn: failed.executionArn });
  });

  it('is redriven once when the event is delivered twice', async () => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    const failed = await harness.ingest();
    harness.errors = {};

    const redrivers = await Promise.all([harness.startHealing(failed), harness.startHealing(failed)]);
    await Promise.all(redrivers.map(({ executionArn }) => harness.engine.whenEnded(executionArn)));

    expect(await harness.engine.whenEnded(failed.executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
    });
  });

  it('is left alone, without an error, when somebody redrives it just before the redriver', async () => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    const failed = await harness.ingest();
    harness.onList = ({ signal }) => harness.clock.sleep(100_000_000, signal);
    harness.beforeRedrive = async () => {
      await harness.engine.redriveExecution({ executionArn: failed.executionArn });
    };

    const redriver = await harness.heal(failed);

    expect(decisionOf(redriver)).toMatchObject({
      outcome: 'leftAlone',
      because: expect.stringMatching(/^Somebody was faster: .*RUNNING and cannot be redriven/),
    });
    await harness.engine.stopExecution({ executionArn: failed.executionArn });
  });
});

describe('another running run', () => {
  it('over the same window makes a redrive unnecessary: it has the claim and lists the same titles', async () => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    const failed = await harness.ingest();
    harness.onList = ({ signal }) => harness.clock.sleep(100_000_000, signal);
    const other = await harness.start({}, 'other');
    harness.progress.set(claimBy(other.executionArn, STARTED_AT));

    const redriver = await harness.heal(failed);

    expect(decisionOf(redriver)).toMatchObject({
      outcome: 'leftAlone',
      because: expect.stringContaining(other.executionArn),
      waitedSeconds: 0,
    });
    await harness.engine.stopExecution({ executionArn: other.executionArn });
  });

  it.each([
    ['over another feed', { feed: 'releases' }],
    ['over titles of its own', { titleIds: [7] }],
    ['with a long input', { titleIds: Array.from({ length: 26_000 }, (_, index) => 100_000_000 + index) }],
    ['over a window of its own', { window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' } }],
  ])('%s, and so without the claim, does not delay the redrive', async (_, input) => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    const failed = await harness.ingest();
    harness.progress.set(claimBy(failed.executionArn, STARTED_AT));
    harness.errors = {};
    harness.onList = ({ signal }) => harness.clock.sleep(100_000_000, signal);
    const other = await harness.start(input, 'other');

    const redriver = await harness.heal(failed);

    expect(decisionOf(redriver)).toMatchObject({ outcome: 'redriven', waitedSeconds: 900 });
    await harness.engine.stopExecution({ executionArn: other.executionArn });
    await harness.engine.stopExecution({ executionArn: failed.executionArn });
  });
});
