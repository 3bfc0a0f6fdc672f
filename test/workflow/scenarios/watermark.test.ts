import { describe, expect, it } from '@jest/globals';
import type { PublishTitlesInput } from '../../../events/types.ts';
import type { JsonValue } from '../../../local/stepfunctions/index.ts';
import { watermarkAt } from './support/items.ts';
import { publishAll, Stage, summaryOf } from './support/stage.ts';

const END = '2026-11-24T06:00:00Z';

describe('the watermark', () => {
  it('is created by the first run, with what it covers and who wrote it', async () => {
    const stage = new Stage();

    const record = await stage.ingest();

    expect(stage.progress.item('new_titles', 'watermark')).toEqual({
      feed: 'new_titles',
      item: 'watermark',
      watermark: END,
      listedFrom: '2026-11-23T06:00:00Z',
      executionArn: record.executionArn,
    });
    expect(summaryOf(record).watermark).toBe(END);
  });

  it("leaves other feeds' items as they are", async () => {
    const item = watermarkAt('2026-11-20T00:00:00Z');
    const stage = new Stage({ items: [item] });

    await stage.ingest({ feed: 'releases' });

    expect(stage.progress.item('new_titles', 'watermark')).toEqual(item);
    expect(stage.progress.item('releases', 'watermark')).toMatchObject({ watermark: END });
  });

  it('never moves backwards, whatever a later run did while this one waited, and that is no failure', async () => {
    const later = watermarkAt('2026-11-25T06:00:00Z', { executionArn: 'arn:later' });
    const stage: Stage = new Stage({
      publish: (payload) => {
        stage.progress.set(later);
        return publishAll(payload as unknown as PublishTitlesInput) as unknown as JsonValue;
      },
    });

    const record = await stage.ingest();

    expect(record.status).toBe('SUCCEEDED');
    expect(stage.progress.item('new_titles', 'watermark')).toEqual(later);
    expect(summaryOf(record)).toMatchObject({ published: 3, watermark: null });
    const story = await stage.story(record.executionArn);
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
      const stage = new Stage();
      let answersLost = 0;
      stage.progress.beforeCall = ({ operation, item }) => {
        if (operation !== 'put' || item !== 'watermark' || answersLost === lost) return undefined;
        answersLost += 1;
        return 'answer lost';
      };

      const record = await stage.ingest();

      expect(answersLost).toBe(lost);
      expect(record.status).toBe('SUCCEEDED');
      // A run that found its own write would say that a later run was faster.
      expect(summaryOf(record).watermark).toBe(END);
      expect(stage.watermark).toBe(END);
    },
  );

  it('is written by a redrive whose first attempt was carried out, though its answers were lost', async () => {
    const stage = new Stage();
    stage.progress.beforeCall = ({ item }) => (item === 'watermark' ? 'answer lost' : undefined);
    const failed = await stage.ingest();
    expect([failed.status, failed.error]).toEqual([
      'FAILED',
      'DynamoDB.ProvisionedThroughputExceededException',
    ]);
    stage.progress.beforeCall = () => undefined;

    const record = await stage.redrive(failed.executionArn);

    expect(summaryOf(record)).toMatchObject({ published: 3, watermark: END });
  });

  it('stays where it is after a run that did not cover the open window', async () => {
    const item = watermarkAt('2026-11-01T00:00:00Z');
    const stage = new Stage({ items: [item] });

    const record = await stage.ingest({ titleIds: [1, 2, 3] });

    expect(await stage.statesEntered(record.executionArn)).not.toContain('Advance watermark');
    expect(stage.progress.item('new_titles', 'watermark')).toEqual(item);
    expect(summaryOf(record).watermark).toBeNull();
  });

  it('stays where it is when the run fails', async () => {
    const item = watermarkAt('2026-11-23T07:00:00Z');
    const stage = new Stage({
      items: [item],
      publish: () => {
        throw new Error('a defect, which no retrier names');
      },
    });

    const record = await stage.ingest();

    expect(record.status).toBe('FAILED');
    expect(stage.progress.item('new_titles', 'watermark')).toEqual(item);
  });
});
