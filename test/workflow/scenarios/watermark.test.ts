import { describe, expect, it } from '@jest/globals';
import { fail, publishAll, Stage, summaryOf } from './stage.ts';
import type { JsonValue } from '../../../local/interpreter/json.ts';
import type { PublishTitlesInput } from '../../../events/types.ts';

const END = '2026-11-24T06:00:00Z';

describe('the watermark', () => {
  it('is created by the first run, which finds none', async () => {
    const stage = new Stage();

    const record = await stage.ingest();

    expect(await stage.story(record.executionArn)).toContain('TaskFailed');
    expect(stage.stored).toEqual({ watermark: END, deferred: [] });
    expect(summaryOf(record).watermark).toBe(END);
  });

  it("leaves other feeds' parameters as they are", async () => {
    const stored = { watermark: '2026-11-20T00:00:00Z', deferred: [] };
    const stage = new Stage({ stored, run: { feed: 'releases' } });

    await stage.ingest({ feed: 'releases' });

    expect(stage.stored).toEqual(stored);
    expect(stage.storedOf('releases')).toEqual({ watermark: END, deferred: [] });
  });

  it('is read under the name of the default feed when the input names one that does not exist', async () => {
    const asked: unknown[] = [];
    const stage = new Stage({
      stored: { watermark: '2026-11-20T00:00:00Z', deferred: [] },
      list: (payload) => {
        asked.push((payload as { watermark: unknown }).watermark);
        return fail('InvalidInput', '/feed must be equal to one of the allowed values');
      },
    });

    const record = await stage.ingest({ feed: '../../secrets' as 'releases' });

    expect(record.error).toBe('InvalidInput');
    expect(asked).toEqual(['{"watermark":"2026-11-20T00:00:00Z","deferred":[]}']);
  });

  it('never moves backwards, whatever a later run did while this one waited', async () => {
    const later = '2026-11-25T06:00:00Z';
    const stage: Stage = new Stage({
      publish: (payload) => {
        stage.keep({ watermark: later, deferred: [] });
        return publishAll(payload as unknown as PublishTitlesInput) as unknown as JsonValue;
      },
    });

    const record = await stage.ingest();

    expect(stage.stored).toEqual({ watermark: later, deferred: [] });
    expect(summaryOf(record).watermark).toBe(later);
  });

  it('stays where it is after a run that did not cover the open window', async () => {
    const stage = new Stage({
      run: { advancesWatermark: false },
      stored: { watermark: '2026-11-01T00:00:00Z', deferred: [] },
    });

    const record = await stage.ingest({ titleIds: [1, 2, 3] });

    expect(await stage.story(record.executionArn)).not.toContain('TaskStateEntered Reread watermark');
    expect(stage.stored).toEqual({ watermark: '2026-11-01T00:00:00Z', deferred: [] });
    expect(summaryOf(record).watermark).toBeNull();
  });

  it('stays where it is when the run fails', async () => {
    const stored = { watermark: '2026-11-23T07:00:00Z', deferred: [] };
    const stage = new Stage({
      stored,
      publish: () => {
        throw new Error('a defect, which no retrier names');
      },
    });

    const record = await stage.ingest();

    expect(record.status).toBe('FAILED');
    expect(stage.stored).toEqual(stored);
  });
});
