import { describe, expect, it } from '@jest/globals';
import { PERMANENT_ERRORS } from '../../../workflow/redrive-failed-run.ts';
import { decisionOf, HealStage, SECOND_LOOK, TO_THE_END } from './heal-stage.ts';

describe('redrive-failed-run', () => {
  it('redrives a run that failed, 15 minutes later', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    stage.errors = {};

    const redriver = await stage.heal(failed);

    expect(decisionOf(redriver)).toEqual({
      executionArn: failed.executionArn,
      outcome: 'redriven',
      because: 'It failed for the first time; 900 s later no other run has done its work.',
      redriveCount: 0,
      waitedSeconds: 900,
    });
    expect(await stage.states(redriver)).toEqual([...TO_THE_END, 'Redrive run', 'Report outcome']);
    expect(await stage.engine.whenEnded(failed.executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
    });
    expect(redriver.stopDate! - redriver.startDate).toBe(900_000);
  });

  it.each([
    [1, 1_800, 'after 1 redrive;'],
    [3, 7_200, 'after 3 redrives;'],
  ])('waits twice as long with each of %i redrives', async (redriveCount, seconds, because) => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    let failed = await stage.ingest();
    for (let count = 0; count < redriveCount; count += 1) failed = await stage.redrive(failed.executionArn);

    expect(decisionOf(await stage.heal(failed))).toMatchObject({
      outcome: 'redriven',
      because: expect.stringContaining(because),
      waitedSeconds: seconds,
    });
  });

  it('leaves a run alone that was redriven four times', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    let failed = await stage.ingest();
    for (let count = 0; count < 4; count += 1) failed = await stage.redrive(failed.executionArn);

    const redriver = await stage.heal(failed);

    expect(decisionOf(redriver)).toMatchObject({
      outcome: 'leftAlone',
      because: 'It was redriven 4 times and failed each time: the last error is Watchmode.Unavailable.',
      waitedSeconds: 0,
    });
    expect(await stage.states(redriver)).toEqual([
      'Note failure',
      'Look at run',
      'Can redrive help?',
      'Report outcome',
    ]);
  });

  it('redrives a run four times in all when each of its failures starts it', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    let failed = await stage.ingest();
    const decisions = [];
    for (let failure = 0; failure < 5; failure += 1) {
      decisions.push(decisionOf(await stage.heal(failed)));
      failed = await stage.engine.whenEnded(failed.executionArn);
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

  it('redrives a run that timed out, though that has no error', async () => {
    const stage = new HealStage();
    stage.onList = async ({ signal }) => {
      await stage.clock.sleep(50_000_000, signal);
    };
    const failed = await stage.ingest();

    expect(failed).toMatchObject({ status: 'TIMED_OUT' });
    stage.onList = undefined;
    expect(decisionOf(await stage.heal(failed))).toMatchObject({ outcome: 'redriven' });
  });
});

describe('an error that stays', () => {
  it('is one of those that a person has to put right', () => {
    expect([...PERMANENT_ERRORS].sort()).toEqual([
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
    const stage = new HealStage();
    stage.errors = { list: error };

    const redriver = await stage.heal(await stage.ingest());

    expect(decisionOf(redriver)).toMatchObject({
      outcome: 'leftAlone',
      because: `${error} stays until a person has put it right.`,
      waitedSeconds: 0,
    });
    expect(await stage.states(redriver)).toEqual([
      'Note failure',
      'Look at run',
      'Can redrive help?',
      'Report outcome',
    ]);
  });

  it('is found in the child that failed the Map Run', async () => {
    const stage = new HealStage();
    stage.errors = { fetch: 'Watchmode.Unauthorized' };
    const failed = await stage.ingest();
    expect(failed.error).toBe('States.ExceedToleratedFailureThreshold');

    const redriver = await stage.heal(failed);

    expect(decisionOf(redriver)).toMatchObject({
      outcome: 'leftAlone',
      because: 'Watchmode.Unauthorized, of a child execution, stays until a person has put it right.',
      waitedSeconds: 0,
    });
    expect(await stage.states(redriver)).toEqual([
      'Note failure',
      'Look at run',
      'Can redrive help?',
      'Find newest Map Run',
      'Find failed children',
      'Read errors of children',
      'Look at child',
      'Is cause permanent?',
      'Report outcome',
    ]);
  });
});

describe('a Map Run that failed by an outage', () => {
  it('is redriven, and its children are looked at once only', async () => {
    const stage = new HealStage();
    stage.errors = { fetch: 'Watchmode.Unavailable' };
    const failed = await stage.ingest();
    stage.errors = {};

    const redriver = await stage.heal(failed);

    expect(decisionOf(redriver)).toMatchObject({ outcome: 'redriven' });
    const states = await stage.states(redriver);
    expect(states.filter((name) => name === 'Find failed children')).toHaveLength(1);
    expect(await stage.engine.whenEnded(failed.executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('a run that somebody else has taken care of', () => {
  it('is left alone when a later run has moved the watermark past its window', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest({ source: 'schedule', scheduledTime: '2026-11-24T06:00:00Z' });
    stage.watermark = { feed: 'new_titles', at: '2026-11-24T12:00:00Z' };

    const redriver = await stage.heal(failed);

    expect(decisionOf(redriver)).toMatchObject({
      outcome: 'leftAlone',
      because: 'A later run has ingested its titles: the watermark of new_titles is at 2026-11-24T12:00:00Z.',
      waitedSeconds: 900,
    });
    expect(await stage.states(redriver)).toEqual([
      ...SECOND_LOOK,
      'Read watermark',
      'Was it overtaken?',
      'Report outcome',
    ]);
  });

  it.each([
    [
      'at the end of its window',
      { scheduledTime: '2026-11-24T07:00:00+01:00' },
      '2026-11-24T06:00:00Z',
      true,
    ],
    ['a second before', { scheduledTime: '2026-11-24 06:00:00z' }, '2026-11-24T05:59:59Z', false],
    [
      'at its start, which ends a window of later',
      { scheduledTime: '2027-01-01T00:00:00Z' },
      '2026-11-24T06:00:03Z',
      true,
    ],
    [
      'at the time of its event',
      { source: 'aws.events', time: '2026-11-24T06:00:00Z' },
      '2026-11-24T06:00:00Z',
      true,
    ],
    ['at the start of one by hand', {}, '2026-11-24T06:00:03Z', true],
    ['before the start of one by hand', {}, '2026-11-24T06:00:02Z', false],
    ['past what is no instant', { scheduledTime: 'today' }, '2026-11-24T06:00:03Z', true],
    ['never set, though titles wait', {}, null, false],
  ])('is overtaken by a watermark %s', async (_, input, at, isOvertaken) => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest(input);
    stage.watermark = { feed: 'new_titles', at };

    expect(decisionOf(await stage.heal(failed)).outcome).toBe(isOvertaken ? 'leftAlone' : 'redriven');
  });

  it.each([
    ['a window', { window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' } }],
    ['titles', { titleIds: [1, 2] }],
    ['regions', { regions: ['IE'] }],
  ])('is not overtaken when it has %s of its own', async (_, input) => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest(input);
    stage.watermark = { feed: 'new_titles', at: '2026-11-30T00:00:00Z' };

    const redriver = await stage.heal(failed);

    expect(decisionOf(redriver).outcome).toBe('redriven');
    expect(await stage.states(redriver)).toEqual([...SECOND_LOOK, 'Redrive run', 'Report outcome']);
  });

  it('is not overtaken by the watermark of another feed', async () => {
    const stage = new HealStage();
    stage.errors = { list: 'Watchmode.Unavailable' };
    const failed = await stage.ingest({ feed: 'releases' });
    stage.watermark = { feed: 'new_titles', at: '2026-11-30T00:00:00Z' };

    expect(decisionOf(await stage.heal(failed)).outcome).toBe('redriven');
  });
});
