import { describe, expect, it } from '@jest/globals';
import {
  attempts,
  choice,
  FAILED_ATTEMPT,
  iteration,
  map,
  pass,
  succeed,
  SUCCESS,
  task,
  wait,
} from './support/history.ts';
import { watermarkAt } from './support/items.ts';
import { fail, fetched, WorkflowHarness, summaryOf, titleOf } from './support/workflow-harness.ts';

/** The Map over a batch's titles and the Choice after it. */
const iterations = (...events: string[]) => [
  ...map('Fetch titles', iteration('Fetch titles', events)),
  ...choice('All answered?'),
];
/** An iteration in which all attempts for a title fail. */
const IN_VAIN = [...task('Fetch title details', attempts(5)), ...pass('Set aside title')];
const PUBLISHED = [...task('Publish titles'), ...wait('Keep pace'), 'ExecutionSucceeded'];
const TO_THE_MAP_RUN = [
  'ExecutionStarted',
  ...task('List new titles'),
  ...choice('Any new titles?'),
  'MapStateEntered Ingest titles',
  'MapStateStarted',
  'MapRunStarted',
];
const fromTheMapRun = (advance: readonly string[]) => [
  'MapRunSucceeded',
  'MapStateSucceeded',
  'MapStateExited Ingest titles',
  ...choice('Advance watermark?'),
  ...task('Advance watermark', advance),
  ...succeed('Summarise run'),
];
const FROM_THE_MAP_RUN = fromTheMapRun(SUCCESS);
/** Another run has already moved the watermark this far, because both runs of these tests list the same window. */
const OVERTAKEN = fromTheMapRun(FAILED_ATTEMPT);

describe('the history', () => {
  it('of a batch with one poison title: the other is fetched once, Watchmode is asked, the poison is tried again', async () => {
    const harness = new WorkflowHarness({
      titles: 2,
      fetch: (payload) =>
        titleOf(payload) === 1 ? fail('Watchmode.Unavailable', 'Watchmode answers 500') : fetched(2),
    });

    const { executionArn } = await harness.ingest();

    const [child] = await harness.children(executionArn);
    expect(await harness.story(child?.executionArn ?? '')).toEqual([
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

  it('of an outage that ends: Check Watchmode waits for it, and then the batch is fetched once more', async () => {
    let checks = 0;
    const down = () => fail('Watchmode.Unavailable', 'no answer (ECONNREFUSED)');
    const harness = new WorkflowHarness({
      titles: 1,
      fetch: () => (checks < 7 ? down() : fetched(1)),
      check: () => {
        checks += 1;
        return checks < 7 ? down() : { checkedAt: '2026-11-24T06:04:00.000Z', creditsUsed: 1 };
      },
    });

    const record = await harness.ingest();

    const [child] = await harness.children(record.executionArn);
    expect(await harness.story(child?.executionArn ?? '')).toEqual([
      'ExecutionStarted',
      ...iterations(...IN_VAIN),
      ...task('Check Watchmode', [...attempts(6), ...SUCCESS]),
      ...iterations(...task('Fetch title details')),
      ...PUBLISHED,
    ]);
    expect(await harness.story(record.executionArn)).toEqual([...TO_THE_MAP_RUN, ...FROM_THE_MAP_RUN]);
    expect(summaryOf(record)).toMatchObject({ published: 1, deferred: 0 });
  });

  it('of an outage that does not end: the child fails in Check Watchmode, and a redrive goes on there', async () => {
    let isDown = true;
    const down = () => fail('Watchmode.Unavailable', 'no answer (ECONNREFUSED)');
    const harness = new WorkflowHarness({
      titles: 1,
      fetch: () => (isDown ? down() : fetched(1)),
      check: () => (isDown ? down() : { checkedAt: '2026-11-24T09:00:00.000Z', creditsUsed: 1 }),
    });

    const { executionArn } = await harness.ingest();
    isDown = false;
    await harness.redrive(executionArn);

    const [child] = await harness.children(executionArn);
    expect(await harness.story(child?.executionArn ?? '')).toEqual([
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
    expect(await harness.story(executionArn)).toEqual([
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
    const harness = new WorkflowHarness({
      titles: 101,
      fetch: () => fail('Watchmode.UnexpectedResponse', '/id must be integer'),
    });

    const record = await harness.ingest();

    expect(await harness.story(record.executionArn)).toEqual([...TO_THE_MAP_RUN, ...FROM_THE_MAP_RUN]);
    expect(summaryOf(record)).toMatchObject({ deferred: 101, watermark: '2026-11-24T06:00:00Z' });
    expect(harness.waiting).toHaveLength(101);
  });

  it('of two runs at once: the second waits until the first has ended, and the first knows nothing of it', async () => {
    const harness: WorkflowHarness = new WorkflowHarness({
      titles: 1,
      fetch: async (payload, { signal }) => {
        await harness.clock.sleep(60_000, signal);
        return fetched(titleOf(payload), harness.clock.now());
      },
    });
    const { executionArn } = await harness.start('first');
    await harness.clock.sleep(30_000, new AbortController().signal);
    const second = await harness.ingest();
    const first = await harness.engine.whenEnded(executionArn);

    expect(await harness.story(second.executionArn)).toEqual([
      'ExecutionStarted',
      ...task('List new titles'),
      ...choice('Any new titles?'),
      ...wait('Wait for earlier run'),
      ...TO_THE_MAP_RUN.slice(1),
      ...OVERTAKEN,
    ]);
    expect(await harness.story(first.executionArn)).toEqual([...TO_THE_MAP_RUN, ...FROM_THE_MAP_RUN]);
    expect([summaryOf(first), summaryOf(second)].map(({ published }) => published)).toEqual([1, 1]);
  });

  it('of a run that a later one has overtaken: the watermark stays, and the run succeeds', async () => {
    const harness: WorkflowHarness = new WorkflowHarness({
      titles: 1,
      fetch: () => {
        harness.progress.set(watermarkAt('2026-11-25T06:00:00Z'));
        return fetched(1, harness.clock.now());
      },
    });

    const record = await harness.ingest();

    expect(await harness.story(record.executionArn)).toEqual([...TO_THE_MAP_RUN, ...OVERTAKEN]);
    expect(summaryOf(record).watermark).toBeNull();
  });
});
