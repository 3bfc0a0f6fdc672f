import { describe, expect, it } from '@jest/globals';
import { describeRetries, RunProgress } from '../../../../cli/commands/run/progress.ts';
import type { HistoryEvent } from '../../../../local/interpreter/history/event.ts';
import type { ExecutionRecord, MapRunRecord } from '../../../../local/interpreter/records.ts';

const OWN = 'arn:own';
const CHILD = 'arn:child';

/** An event as far as a progress looks at it. */
function event(type: string, id: number, previousEventId: number, details?: object): HistoryEvent {
  return { type, id, previousEventId, timestamp: id * 10, details } as unknown as HistoryEvent;
}

function started(): { progress: RunProgress; on: (arn: string, event: HistoryEvent, path?: string) => void } {
  const progress = new RunProgress();
  const on = (arn: string, happened: HistoryEvent, path = '') =>
    progress.observer.onEvent?.(arn, happened, path);
  on(OWN, event('ExecutionStarted', 1, 0, {}));
  return { progress, on };
}

describe('RunProgress', () => {
  it('follows the states of its own execution, not those of children and branches', () => {
    const { progress, on } = started();
    on(OWN, event('TaskStateEntered', 2, 0, { name: 'List new titles' }));
    on(CHILD, event('ExecutionStarted', 1, 0, {}));
    on(CHILD, event('MapStateEntered', 2, 0, { name: 'Fetch titles' }));
    on(OWN, event('TaskStateEntered', 3, 0, { name: 'In a branch' }), '/2.0');
    on(OWN, event('TaskStateExited', 6, 5, { name: 'List new titles' }));
    on(OWN, event('MapStateEntered', 7, 6, { name: 'Ingest titles' }));

    expect(progress.states).toEqual([
      { name: 'List new titles', enteredAt: 20, exitedAt: 60 },
      { name: 'Ingest titles', enteredAt: 70 },
    ]);
    expect(progress.current?.name).toBe('Ingest titles');
  });

  it('counts a failed attempt as a retry once the task is scheduled again, and only then', () => {
    const { progress, on } = started();
    on(CHILD, event('TaskFailed', 5, 4, { error: 'Watchmode.RateLimited' }));
    on(CHILD, event('TaskFailed', 8, 7, { error: 'Watchmode.TitleNotFound' }));
    on(CHILD, event('TaskScheduled', 9, 5, {}));
    on(CHILD, event('TaskStateExited', 10, 8, { name: 'Fetch title details' }));

    expect([...progress.retries]).toEqual([['Watchmode.RateLimited', 1]]);
    expect(describeRetries(progress)).toBe('1 retry (1 Watchmode.RateLimited)');
  });

  it('knows how many titles are fetched, done and failed', () => {
    const { progress, on } = started();
    on(CHILD, event('MapIterationSucceeded', 9, 8, { name: 'Fetch titles', index: 0 }), '/3.0');
    const counts = { total: 30, succeeded: 0, failed: 10, timedOut: 0, aborted: 2 };
    progress.observer.onMapRun?.({ itemCounts: counts } as MapRunRecord);

    // The two that were aborted did not fail: somebody stopped them.
    expect(progress.titles).toEqual({ total: 30, fetched: 1, done: 0, failed: 10 });
  });

  it('goes on with the states that a redrive runs again', () => {
    const progress = new RunProgress();
    progress.resume(['Ingest titles']);
    progress.observer.onEvent?.(OWN, event('ExecutionRedriven', 20, 19, { redriveCount: 1 }), '');
    progress.observer.onEvent?.(OWN, event('MapStateExited', 25, 24, { name: 'Ingest titles' }), '');

    expect(progress.states).toEqual([{ name: 'Ingest titles', enteredAt: 200, exitedAt: 250 }]);
  });

  it('ends with the cause when the engine cannot go on', async () => {
    const { progress } = started();
    const cause = new Error('no space left');
    progress.observer.onDefect?.(CHILD, cause);

    await expect(progress.ended).rejects.toBe(cause);
  });

  it('ends with its own execution', async () => {
    const { progress } = started();
    let hasEnded = false;
    void progress.ended.then(() => {
      hasEnded = true;
    });
    const tell = (executionArn: string, status: string) =>
      progress.observer.onExecution?.({ executionArn, status } as ExecutionRecord);

    tell(CHILD, 'SUCCEEDED');
    tell(OWN, 'RUNNING');
    await Promise.resolve();
    expect(hasEnded).toBe(false);
    tell(OWN, 'FAILED');
    await progress.ended;
    expect(hasEnded).toBe(true);
  });
});

describe('describeRetries', () => {
  it('names the most frequent error first, and nothing without retries', () => {
    const retries = new Map([
      ['Watchmode.Unavailable', 2],
      ['Watchmode.RateLimited', 5],
    ]);

    expect(describeRetries({ retries, retryCount: 7 })).toBe(
      '7 retries (5 Watchmode.RateLimited, 2 Watchmode.Unavailable)',
    );
    expect(describeRetries({ retries: new Map(), retryCount: 0 })).toBe('');
  });
});
