import { describe, expect, it } from '@jest/globals';
import { Stage, summaryOf } from './stage.ts';

const END = '2026-11-24T06:00:00Z';

describe('the watermark', () => {
  it('is created by the first run, which finds none', async () => {
    const stage = new Stage();

    const record = await stage.ingest();

    expect(await stage.story(record.executionArn)).toContain('TaskFailed');
    expect(stage.watermarks).toEqual({ new_titles: END });
    expect(summaryOf(record).watermark).toBe(END);
  });

  it('leaves the watermarks of other feeds as they are', async () => {
    const stage = new Stage({ watermarks: '{"releases":"2026-11-20T00:00:00Z"}' });

    await stage.ingest();

    expect(stage.watermarks).toEqual({ releases: '2026-11-20T00:00:00Z', new_titles: END });
  });

  it('never moves backwards, whatever a later run did while this one waited', async () => {
    const later = '2026-11-25T06:00:00Z';
    const stage = new Stage({
      publish: (payload) => {
        stage.parameters.stored = {
          '/tv-guide/watermarks': {
            name: '/tv-guide/watermarks',
            type: 'String',
            value: JSON.stringify({ new_titles: later }),
            version: 2,
            lastModifiedDate: 0,
          },
        };
        return {
          published: (payload as { outcomes: unknown[] }).outcomes.length,
          skipped: 0,
          rejected: 0,
          setAside: [],
        };
      },
    });

    const record = await stage.ingest();

    expect(stage.watermarks).toEqual({ new_titles: later });
    expect(summaryOf(record).watermark).toBe(later);
  });

  it('stays where it is after a run that did not cover the open window', async () => {
    const stage = new Stage({
      run: { advancesWatermark: false },
      watermarks: '{"new_titles":"2026-11-01T00:00:00Z"}',
    });

    const record = await stage.ingest({ titleIds: [1, 2, 3] });

    expect(await stage.story(record.executionArn)).not.toContain('TaskStateEntered Reread watermark');
    expect(stage.watermarks).toEqual({ new_titles: '2026-11-01T00:00:00Z' });
    expect(summaryOf(record).watermark).toBeNull();
  });

  it('stays where it is when the run fails', async () => {
    const stage = new Stage({
      watermarks: '{"new_titles":"2026-11-23T07:00:00Z"}',
      publish: () => {
        throw new Error('a defect, which no retrier names');
      },
    });

    const record = await stage.ingest();

    expect(record.status).toBe('FAILED');
    expect(stage.watermarks).toEqual({ new_titles: '2026-11-23T07:00:00Z' });
  });
});
