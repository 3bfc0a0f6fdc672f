import { describe, expect, it } from '@jest/globals';
import { fail, fetched, Stage, summaryOf, titleOf } from './stage.ts';

const FAILED_ATTEMPT = ['TaskScheduled', 'TaskStarted', 'TaskFailed'];
const SUCCESS = ['TaskScheduled', 'TaskStarted', 'TaskSucceeded'];
const attempts = (count: number) => Array.from({ length: count }, () => FAILED_ATTEMPT).flat();
const task = (name: string, events = SUCCESS) => [
  `TaskStateEntered ${name}`,
  ...events,
  `TaskStateExited ${name}`,
];
const choice = (name: string) => [`ChoiceStateEntered ${name}`, `ChoiceStateExited ${name}`];

/** A title that is asked for in vain through all attempts, in an iteration of its own. */
const IN_VAIN = [
  ...task('Fetch title details', attempts(5)),
  'PassStateEntered Set aside title',
  'PassStateExited Set aside title',
];
const iterations = (...events: string[]) => [
  'MapStateEntered Fetch titles',
  'MapStateStarted',
  'MapIterationStarted Fetch titles',
  ...events,
  'MapIterationSucceeded Fetch titles',
  'MapStateSucceeded',
  'MapStateExited Fetch titles',
  ...choice('All answered?'),
];
const PUBLISHED = [
  ...task('Publish titles'),
  'WaitStateEntered Keep pace',
  'WaitStateExited Keep pace',
  'ExecutionSucceeded',
];
const TO_THE_MAP_RUN = [
  'ExecutionStarted',
  ...task('Find other runs'),
  'MapStateEntered Look at other runs',
  'MapStateStarted',
  'MapStateSucceeded',
  'MapStateExited Look at other runs',
  ...task('Read watermark', FAILED_ATTEMPT),
  ...task('List new titles'),
  ...choice('Any new titles?'),
  'MapStateEntered Ingest titles',
  'MapStateStarted',
  'MapRunStarted',
];
const FROM_THE_MAP_RUN = [
  'MapRunSucceeded',
  'MapStateSucceeded',
  'MapStateExited Ingest titles',
  ...choice('Advance watermark?'),
  ...task('Reread watermark', FAILED_ATTEMPT),
  ...task('Settle deferred titles'),
  ...task('Advance watermark'),
  'SucceedStateEntered Summarise run',
  'SucceedStateExited Summarise run',
  'ExecutionSucceeded',
];

describe('the history', () => {
  it('of a batch with one poison title: the other is fetched once, Watchmode is asked, the poison is tried again', async () => {
    const stage = new Stage({
      titles: 2,
      fetch: (payload) =>
        titleOf(payload) === 1 ? fail('Watchmode.Unavailable', 'Watchmode answers 500') : fetched(2),
    });

    const { executionArn } = await stage.ingest();

    const [child] = await stage.children(executionArn);
    expect(await stage.story(child?.executionArn ?? '')).toEqual([
      'ExecutionStarted',
      ...iterations(
        'MapIterationStarted Fetch titles',
        'TaskStateEntered Fetch title details',
        'TaskStateEntered Fetch title details',
        'TaskScheduled',
        'TaskStarted',
        'TaskScheduled',
        'TaskStarted',
        'TaskFailed',
        'TaskSucceeded',
        'TaskStateExited Fetch title details',
        'MapIterationSucceeded Fetch titles',
        ...attempts(4),
        'TaskStateExited Fetch title details',
        'PassStateEntered Set aside title',
        'PassStateExited Set aside title',
      ),
      ...task('Check Watchmode'),
      ...iterations(...IN_VAIN),
      ...PUBLISHED,
    ]);
  });

  it('of an outage that does not end: the child fails in Check Watchmode, and a redrive goes on there', async () => {
    let isDown = true;
    const down = () => fail('Watchmode.Unavailable', 'no answer (ECONNREFUSED)');
    const stage = new Stage({
      titles: 1,
      fetch: () => (isDown ? down() : fetched(1)),
      check: () => (isDown ? down() : { checkedAt: '2026-11-24T09:00:00.000Z', creditsUsed: 1 }),
    });

    const { executionArn } = await stage.ingest();
    isDown = false;
    await stage.redrive(executionArn);

    const [child] = await stage.children(executionArn);
    expect(await stage.story(child?.executionArn ?? '')).toEqual([
      'ExecutionStarted',
      ...iterations(...IN_VAIN),
      'TaskStateEntered Check Watchmode',
      ...attempts(24),
      'ExecutionFailed',
      'ExecutionRedriven',
      ...SUCCESS,
      'TaskStateExited Check Watchmode',
      ...iterations(...task('Fetch title details')),
      ...PUBLISHED,
    ]);
    expect(await stage.story(executionArn)).toEqual([
      ...TO_THE_MAP_RUN,
      'MapRunFailed',
      'MapStateFailed',
      'ExecutionFailed',
      'ExecutionRedriven',
      'MapRunRedriven',
      ...FROM_THE_MAP_RUN,
    ]);
  });

  it('of a run with more than a hundred deferred titles is that of any other: what differs is what is kept', async () => {
    const stage = new Stage({
      titles: 101,
      fetch: () => fail('Watchmode.UnexpectedResponse', '/id must be integer'),
    });

    const record = await stage.ingest();

    expect(await stage.story(record.executionArn)).toEqual([...TO_THE_MAP_RUN, ...FROM_THE_MAP_RUN]);
    expect(summaryOf(record)).toMatchObject({ deferred: 101, watermark: null, watermarkHeld: true });
    expect(stage.stored).toEqual({ watermark: null, deferred: [] });
  });
});
