import { describe, expect, it } from '@jest/globals';
import { PERMANENT_ERRORS } from '../../../workflow/redrive-policy.ts';
import { claimBy } from './support/items.ts';
import {
  decisionOf,
  RedriverHarness,
  LEFT_ALONE_AT_ONCE,
  REDRIVEN,
  SECOND_LOOK,
} from './support/redriver-harness.ts';

describe('redrive-failed-run', () => {
  it('redrives a failed run 15 minutes later', async () => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    const failed = await harness.ingest();
    harness.errors = {};

    const redriver = await harness.heal(failed);

    expect(decisionOf(redriver)).toEqual({
      executionArn: failed.executionArn,
      outcome: 'redriven',
      because: 'It failed for the first time; 900 s have passed since.',
      needsPerson: false,
      redriveCount: 0,
      waitedSeconds: 900,
    });
    expect(await harness.states(redriver)).toEqual(REDRIVEN);
    expect(await harness.engine.whenEnded(failed.executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
    });
    expect(redriver.stopDate! - redriver.startDate).toBe(900_000);
  });

  it.each([
    [1, 1_800, 'after 1 redrive;'],
    [3, 7_200, 'after 3 redrives;'],
  ])('waits twice as long with each of %i redrives', async (redriveCount, seconds, because) => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    let failed = await harness.ingest();
    for (let count = 0; count < redriveCount; count += 1) failed = await harness.redrive(failed.executionArn);

    expect(decisionOf(await harness.heal(failed))).toMatchObject({
      outcome: 'redriven',
      because: expect.stringContaining(because),
      waitedSeconds: seconds,
    });
  });

  it('leaves a run alone that was redriven four times', async () => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    let failed = await harness.ingest();
    for (let count = 0; count < 4; count += 1) failed = await harness.redrive(failed.executionArn);

    const redriver = await harness.heal(failed);

    expect(decisionOf(redriver)).toMatchObject({
      outcome: 'leftAlone',
      because: 'It was redriven 4 times and failed each time: the last error is Watchmode.Unavailable.',
      needsPerson: true,
      waitedSeconds: 0,
    });
    expect(await harness.states(redriver)).toEqual(LEFT_ALONE_AT_ONCE);
  });

  it('redrives a run four times in all when each of its failures starts it', async () => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    let failed = await harness.ingest();
    const decisions = [];
    for (let failure = 0; failure < 5; failure += 1) {
      decisions.push(decisionOf(await harness.heal(failed)));
      failed = await harness.engine.whenEnded(failed.executionArn);
    }

    expect(decisions.map(({ outcome, waitedSeconds }) => [outcome, waitedSeconds])).toEqual([
      ['redriven', 900],
      ['redriven', 1_800],
      ['redriven', 3_600],
      ['redriven', 7_200],
      ['leftAlone', 0],
    ]);
    expect(failed.redriveCount).toBe(4);
  });

  it('redrives a timed-out run, which has no error', async () => {
    const harness = new RedriverHarness();
    harness.onList = async ({ signal }) => {
      await harness.clock.sleep(50_000_000, signal);
    };
    const failed = await harness.ingest();

    expect(failed).toMatchObject({ status: 'TIMED_OUT' });
    harness.onList = undefined;
    expect(decisionOf(await harness.heal(failed))).toMatchObject({ outcome: 'redriven' });
  });
});

describe('a permanent error', () => {
  it('needs a person', () => {
    expect([...PERMANENT_ERRORS].sort()).toEqual([
      'BudgetExceeded',
      'ConfigurationError',
      'InvalidInput',
      'States.DataLimitExceeded',
      'States.QueryEvaluationError',
      'States.Runtime',
      'TooManyTitles',
      'Watchmode.PlanRequired',
      'Watchmode.Unauthorized',
    ]);
  });

  it.each(PERMANENT_ERRORS)('%s of the run itself is left alone at once', async (error) => {
    const harness = new RedriverHarness();
    harness.errors = { list: error };

    const redriver = await harness.heal(await harness.ingest());

    expect(decisionOf(redriver)).toMatchObject({
      outcome: 'leftAlone',
      because: `${error} stays until a person has corrected its cause.`,
      needsPerson: true,
      waitedSeconds: 0,
    });
    expect(await harness.states(redriver)).toEqual(LEFT_ALONE_AT_ONCE);
  });

  it('is found in the child that failed the Map Run', async () => {
    const harness = new RedriverHarness();
    harness.errors = { fetch: 'Watchmode.Unauthorized' };
    const failed = await harness.ingest();
    expect(failed.error).toBe('States.ExceedToleratedFailureThreshold');

    const redriver = await harness.heal(failed);

    expect(decisionOf(redriver)).toMatchObject({
      outcome: 'leftAlone',
      because: 'Watchmode.Unauthorized, of a child execution, stays until a person has corrected its cause.',
      needsPerson: true,
      waitedSeconds: 0,
    });
    expect(await harness.states(redriver)).toEqual(LEFT_ALONE_AT_ONCE);
  });

  it('raises the metric of the alarm, unlike a temporary error', async () => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    const failed = await harness.ingest();
    harness.errors = { list: 'ConfigurationError' };

    await harness.heal(failed);
    await harness.heal(await harness.engine.whenEnded(failed.executionArn));

    const leftAlone = harness.lines.flatMap(({ RunsLeftAlone, decision }) =>
      RunsLeftAlone === undefined ? [] : [[decision, RunsLeftAlone]],
    );
    expect(leftAlone).toEqual([
      ['wait', 0],
      ['redrive', 0],
      ['leaveAlone', 1],
    ]);
  });
});

describe('a Map Run that failed in an outage', () => {
  it('is redriven', async () => {
    const harness = new RedriverHarness();
    harness.errors = { fetch: 'Watchmode.Unavailable' };
    const failed = await harness.ingest();
    harness.errors = {};

    const redriver = await harness.heal(failed);

    expect(decisionOf(redriver)).toMatchObject({ outcome: 'redriven' });
    expect(await harness.states(redriver)).toEqual(REDRIVEN);
    expect(await harness.engine.whenEnded(failed.executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('a run that another run or a person has handled', () => {
  const OTHER = 'arn:aws:states:eu-west-2:000000000000:execution:title-ingestion:other';
  const LATER = '2026-11-24T06:00:04.000Z';

  it('is left alone when another run has claimed its window since', async () => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    const failed = await harness.ingest({ source: 'schedule', scheduledTime: '2026-11-24T06:00:00Z' });
    harness.progress.set(claimBy(OTHER, LATER));

    const redriver = await harness.heal(failed);

    expect(decisionOf(redriver)).toMatchObject({
      outcome: 'leftAlone',
      because: `${OTHER} has claimed its window since, and lists the same titles.`,
      needsPerson: false,
      waitedSeconds: 0,
    });
    expect(await harness.states(redriver)).toEqual(LEFT_ALONE_AT_ONCE);
  });

  it('is left alone when that happens during the wait', async () => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    const failed = await harness.ingest();
    const redriver = await harness.startHealing(failed);
    await harness.clock.sleep(600_000, new AbortController().signal);
    harness.progress.set(claimBy(OTHER, new Date(harness.clock.now()).toISOString()));

    const ended = await harness.engine.whenEnded(redriver.executionArn);

    expect(decisionOf(ended)).toMatchObject({ outcome: 'leftAlone', waitedSeconds: 900 });
    expect(await harness.states(ended)).toEqual([...SECOND_LOOK, 'Report outcome']);
  });

  it.each([
    ['its own', 'own', LATER, {}, false],
    ['of another since its start', OTHER, '2026-11-24T06:00:03.000Z', {}, true],
    ['of another since a later moment', OTHER, LATER, {}, true],
    [
      'of another, when it is for an event of EventBridge',
      OTHER,
      LATER,
      { source: 'aws.events', time: '2026-11-24T06:00:00Z' },
      true,
    ],
    ['of another from before its start, which has ended', OTHER, '2026-11-24T06:00:02.999Z', {}, false],
  ])('is overtaken by a claim: %s', async (_, holder, claimedAt, input, isOvertaken) => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    const failed = await harness.ingest(input);
    harness.progress.set(claimBy(holder === 'own' ? failed.executionArn : holder, claimedAt));

    expect(decisionOf(await harness.heal(failed)).outcome).toBe(isOvertaken ? 'leftAlone' : 'redriven');
  });

  it('is not overtaken if the window was never claimed', async () => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };

    expect(decisionOf(await harness.heal(await harness.ingest())).outcome).toBe('redriven');
  });

  it.each([
    ['a window', { window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' } }],
    ['titles', { titleIds: [1, 2] }],
    ['regions', { regions: ['IE'] }],
    ['types', { types: ['movie'] }],
    ['fewer titles', { maxTitles: 3 }],
    ['no records, being a dry run', { dryRun: true }],
  ])('is not overtaken when it has %s of its own', async (_, input) => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    const failed = await harness.ingest(input);
    harness.progress.set(claimBy(OTHER, LATER));

    const redriver = await harness.heal(failed);

    expect(decisionOf(redriver).outcome).toBe('redriven');
    expect(await harness.states(redriver)).toEqual(REDRIVEN);
  });

  it('is not overtaken by the claim of another feed', async () => {
    const harness = new RedriverHarness();
    harness.errors = { list: 'Watchmode.Unavailable' };
    const failed = await harness.ingest({ feed: 'releases' });
    harness.progress.set(claimBy(OTHER, LATER));

    expect(decisionOf(await harness.heal(failed)).outcome).toBe('redriven');
  });
});
