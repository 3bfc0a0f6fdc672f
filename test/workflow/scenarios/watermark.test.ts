import { describe, expect, it } from '@jest/globals';
import type { PublishTitlesInput } from '../../../events/types.ts';
import type { JsonValue } from '../../../local/stepfunctions/index.ts';
import { watermarkAt } from './support/items.ts';
import { publishAll, WorkflowHarness, summaryOf } from './support/workflow-harness.ts';

const END = '2026-11-24T06:00:00Z';

describe('the watermark', () => {
  it('is created by the first run, with its window and execution', async () => {
    const harness = new WorkflowHarness();

    const record = await harness.ingest();

    expect(harness.progress.item('new_titles', 'watermark')).toEqual({
      feed: 'new_titles',
      item: 'watermark',
      watermark: END,
      listedFrom: '2026-11-23T06:00:00Z',
      executionArn: record.executionArn,
    });
    expect(summaryOf(record).watermark).toBe(END);
  });

  it("does not change other feeds' items", async () => {
    const item = watermarkAt('2026-11-20T00:00:00Z');
    const harness = new WorkflowHarness({ items: [item] });

    await harness.ingest({ feed: 'releases' });

    expect(harness.progress.item('new_titles', 'watermark')).toEqual(item);
    expect(harness.progress.item('releases', 'watermark')).toMatchObject({ watermark: END });
  });

  it('never moves backwards when a later run was faster, and the run succeeds', async () => {
    const later = watermarkAt('2026-11-25T06:00:00Z', { executionArn: 'arn:later' });
    const harness: WorkflowHarness = new WorkflowHarness({
      publish: (payload) => {
        harness.progress.set(later);
        return publishAll(payload as unknown as PublishTitlesInput) as unknown as JsonValue;
      },
    });

    const record = await harness.ingest();

    expect(record.status).toBe('SUCCEEDED');
    expect(harness.progress.item('new_titles', 'watermark')).toEqual(later);
    expect(summaryOf(record)).toMatchObject({ published: 3, watermark: null });
    const story = await harness.story(record.executionArn);
    expect(story.slice(story.indexOf('TaskStateEntered Advance watermark'))).toEqual([
      'TaskStateEntered Advance watermark',
      'TaskScheduled',
      'TaskStarted',
      'TaskFailed',
      'TaskStateExited Advance watermark',
      'SucceedStateEntered Summarise run',
      'SucceedStateExited Summarise run',
      'ExecutionSucceeded',
    ]);
  });

  it.each([1, 5])(
    'is written in the end although the answers of %i attempts were lost: it is the same execution and end',
    async (lost) => {
      const harness = new WorkflowHarness();
      let answersLost = 0;
      harness.progress.beforeCall = ({ operation, item }) => {
        if (operation !== 'put' || item !== 'watermark' || answersLost === lost) return undefined;
        answersLost += 1;
        return 'answer lost';
      };

      const record = await harness.ingest();

      expect(answersLost).toBe(lost);
      expect(record.status).toBe('SUCCEEDED');
      // A run that found its own write would report a faster run.
      expect(summaryOf(record).watermark).toBe(END);
      expect(harness.watermark).toBe(END);
    },
  );

  it('is written by a redrive whose first attempt succeeded without its answer being received', async () => {
    const harness = new WorkflowHarness();
    harness.progress.beforeCall = ({ item }) => (item === 'watermark' ? 'answer lost' : undefined);
    const failed = await harness.ingest();
    expect([failed.status, failed.error]).toEqual([
      'FAILED',
      'DynamoDB.ProvisionedThroughputExceededException',
    ]);
    harness.progress.beforeCall = () => undefined;

    const record = await harness.redrive(failed.executionArn);

    expect(summaryOf(record)).toMatchObject({ published: 3, watermark: END });
  });

  it('stays after a run that did not cover the open window', async () => {
    const item = watermarkAt('2026-11-01T00:00:00Z');
    const harness = new WorkflowHarness({ items: [item] });

    const record = await harness.ingest({ titleIds: [1, 2, 3] });

    expect(await harness.statesEntered(record.executionArn)).not.toContain('Advance watermark');
    expect(harness.progress.item('new_titles', 'watermark')).toEqual(item);
    expect(summaryOf(record).watermark).toBeNull();
  });

  it('stays when the run fails', async () => {
    const item = watermarkAt('2026-11-23T07:00:00Z');
    const harness = new WorkflowHarness({
      items: [item],
      publish: () => {
        throw new Error('a defect, which no retrier names');
      },
    });

    const record = await harness.ingest();

    expect(record.status).toBe('FAILED');
    expect(harness.progress.item('new_titles', 'watermark')).toEqual(item);
  });
});
