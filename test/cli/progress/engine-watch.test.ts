import { describe, expect, it } from '@jest/globals';
import { EngineWatch } from '../../../cli/progress/engine-watch.ts';
import type { HistoryEvent } from '../../../local/stepfunctions/interpreter/history/event.ts';
import type { ExecutionRecord } from '../../../local/stepfunctions/interpreter/records.ts';
import { FakeIo } from '../support/fake-io.ts';

const OWN = 'arn:own';
const CHILD = 'arn:child';

/** An event with the members that a watch reads. */
function event(type: string, id: number, previousEventId: number, details?: object): HistoryEvent {
  return { type, id, previousEventId, timestamp: id * 10, details } as unknown as HistoryEvent;
}

function started() {
  const io = new FakeIo();
  const watch = new EngineWatch(io);
  watch.follow(OWN);
  const on = (arn: string, happened: HistoryEvent) => watch.observer.onEvent?.(arn, happened, '');
  const tell = (executionArn: string, status: string) =>
    watch.observer.onExecution?.({ executionArn, status } as ExecutionRecord);
  return { io, watch, on, tell };
}

describe('EngineWatch', () => {
  it('counts the retries of all children, those that run and those that have ended', () => {
    const { watch, on, tell } = started();
    on(CHILD, event('TaskFailed', 5, 4, { error: 'Watchmode.RateLimited' }));
    on(CHILD, event('TaskFailed', 8, 7, { error: 'Watchmode.TitleNotFound' }));
    on(CHILD, event('TaskScheduled', 9, 5, {}));
    on(CHILD, event('TaskStateExited', 10, 8, { name: 'Fetch title details' }));
    on(OWN, event('TaskFailed', 12, 11, { error: 'Watchmode.Unavailable' }));
    on(OWN, event('TaskScheduled', 13, 12, {}));

    // All of them: this is no sample.
    const expected = { retries: new Map([['Watchmode.RateLimited', 1]]), lookedInto: undefined };
    expect(watch.childrenOf()).toEqual(expected);
    tell(CHILD, 'SUCCEEDED');
    expect(watch.childrenOf()).toEqual(expected);

    on('arn:another', event('TaskFailed', 5, 4, { error: 'Watchmode.RateLimited' }));
    on('arn:another', event('TaskScheduled', 6, 5, {}));
    expect([...watch.childrenOf().retries]).toEqual([['Watchmode.RateLimited', 2]]);
  });

  it('knows nothing of the execution before', async () => {
    const { io, watch, on, tell } = started();
    on(CHILD, event('TaskFailed', 5, 4, { error: 'Watchmode.RateLimited' }));
    on(CHILD, event('TaskScheduled', 6, 5, {}));
    tell(OWN, 'SUCCEEDED');
    watch.follow('arn:next');
    await watch.wait();

    expect(io.waits).toEqual([250]);
    expect([...watch.childrenOf().retries]).toEqual([]);
  });

  it('waits for the next state', async () => {
    const { io, watch, on } = started();
    const next = watch.wait();
    on(OWN, event('TaskStateExited', 4, 3, { name: 'List new titles' }));
    await next;
    expect(io.waits).toEqual([]);
  });

  it('waits a moment, and not at all once the execution has ended', async () => {
    const { io, watch, tell } = started();
    await watch.wait();
    expect(io.waits).toEqual([250]);

    const last = watch.wait();
    tell(CHILD, 'SUCCEEDED');
    tell(OWN, 'RUNNING');
    tell(OWN, 'FAILED');
    await last;
    await watch.wait();
    expect(io.waits).toEqual([250]);

    // It was redriven.
    tell(OWN, 'RUNNING');
    await watch.wait();
    expect(io.waits).toEqual([250, 250]);
  });

  it('fails with the cause when the engine cannot go on', async () => {
    const { watch } = started();
    const waiting = watch.wait();
    const cause = new Error('no space left');
    watch.observer.onDefect?.(CHILD, cause);

    await expect(waiting).rejects.toBe(cause);
    await expect(watch.wait()).rejects.toBe(cause);
    expect(() => watch.childrenOf()).toThrow(cause);
  });
});
