import { describe, expect, it } from '@jest/globals';
import type { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { EngineFeed } from '../../../cli/progress/engine-feed.ts';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import type { ExecutionRecord, HistoryEvent, MapRunRecord } from '../../../local/stepfunctions/index.ts';
import { FakeIo } from '../support/fake-io.ts';
import { entered, historyOf } from '../support/history.ts';

const OWN = 'arn:own';
const CHILD = 'arn:child';
const client = {
  send: (command: DescribeExecutionCommand) => Promise.resolve({ asked: command.input.executionArn }),
};
const sfn = { client } as unknown as StepFunctions;

/** An event as far as a feed looks at it. */
function event(type: string, id: number, previousEventId: number, details?: object): HistoryEvent {
  return { type, id, previousEventId, timestamp: id * 10, details } as unknown as HistoryEvent;
}

function started() {
  const feed = new EngineFeed(new FakeIo());
  feed.follow({ sfn, executionArn: OWN, history: [] });
  const on = (arn: string, happened: HistoryEvent) => feed.observer.onEvent?.(arn, happened, '');
  on(OWN, event('ExecutionStarted', 1, 0, {}));
  return { feed, on };
}

const tell = (feed: EngineFeed, executionArn: string, status: string, stopDate?: number) =>
  feed.observer.onExecution?.({ executionArn, status, stopDate } as ExecutionRecord);

describe('EngineFeed', () => {
  it('follows the states of its own execution, not those of children', async () => {
    const { feed, on } = started();
    on(OWN, event('TaskStateEntered', 2, 0, { name: 'List new titles' }));
    on(CHILD, event('ExecutionStarted', 1, 0, {}));
    on(CHILD, event('MapStateEntered', 2, 0, { name: 'Fetch titles' }));
    on(OWN, event('TaskStateExited', 6, 2, { name: 'List new titles' }));
    on(OWN, event('MapStateEntered', 7, 6, { name: 'Ingest titles' }));

    const { visits, ended, startedAt } = await feed.next();
    expect(visits.map(({ name, enteredAt, exitedAt }) => ({ name, enteredAt, exitedAt }))).toEqual([
      { name: 'List new titles', enteredAt: new Date(20), exitedAt: new Date(60) },
      { name: 'Ingest titles', enteredAt: new Date(70), exitedAt: undefined },
    ]);
    expect({ ended, startedAt }).toEqual({ ended: false, startedAt: 10 });
  });

  it('counts a failed attempt as a retry once the task is scheduled again, and only then', async () => {
    const { feed, on } = started();
    on(CHILD, event('TaskFailed', 5, 4, { error: 'Watchmode.RateLimited' }));
    on(CHILD, event('TaskFailed', 8, 7, { error: 'Watchmode.TitleNotFound' }));
    on(CHILD, event('TaskScheduled', 9, 5, {}));
    on(CHILD, event('TaskStateExited', 10, 8, { name: 'Fetch title details' }));
    on(OWN, event('TaskFailed', 12, 11, { error: 'Watchmode.Unavailable' }));
    on(OWN, event('TaskScheduled', 13, 12, {}));

    const { retries, childrenLookedInto } = await feed.next();
    expect([...retries.children]).toEqual([['Watchmode.RateLimited', 1]]);
    expect([...retries.own]).toEqual([['Watchmode.Unavailable', 1]]);
    // All of them: this is no sample.
    expect(childrenLookedInto).toBeUndefined();
  });

  it('knows how many titles are under way, done and failed', async () => {
    const { feed } = started();
    const itemCounts = { total: 30, running: 10, succeeded: 5, failed: 10, timedOut: 1, aborted: 2 };
    feed.observer.onMapRun?.({ executionArn: OWN, itemCounts } as MapRunRecord);
    feed.observer.onMapRun?.({ executionArn: CHILD, itemCounts: { total: 1 } } as MapRunRecord);

    // The two that were aborted did not fail: somebody stopped them.
    expect((await feed.next()).titles).toEqual({ total: 30, running: 10, succeeded: 5, failed: 11 });
  });

  it('goes on with the states that a redrive runs again', async () => {
    const feed = new EngineFeed(new FakeIo());
    const history = historyOf(
      { type: 'ExecutionStarted' },
      entered('Map', 'Ingest titles'),
      { type: 'MapStateStarted', mapStateStartedEventDetails: { length: 30 } },
      { type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn: 'arn:map-run' } },
    );
    feed.follow({ sfn, executionArn: OWN, history });
    const on = (happened: HistoryEvent) => feed.observer.onEvent?.(OWN, happened, '');
    on(event('ExecutionRedriven', 5, 4, { redriveCount: 1 }));
    on(event('MapRunRedriven', 6, 5, { mapRunArn: 'arn:map-run', redriveCount: 1 }));
    on(event('MapRunSucceeded', 7, 6));
    on(event('MapStateSucceeded', 8, 7));
    on(event('MapStateExited', 25, 8, { name: 'Ingest titles' }));

    const { visits, startedAt } = await feed.next();
    expect(startedAt).toBe(50);
    expect(visits).toEqual([
      expect.objectContaining({ name: 'Ingest titles', resumedAt: new Date(50), exitedAt: new Date(250) }),
    ]);
  });

  it('gives its first progress at once, the next after a moment, and the end without delay', async () => {
    const io = new FakeIo();
    const feed = new EngineFeed(io);
    feed.follow({ sfn, executionArn: OWN, history: [] });

    await feed.next();
    expect(io.waits).toEqual([]);
    await feed.next();
    expect(io.waits).toEqual([100]);

    const last = feed.next();
    tell(feed, CHILD, 'SUCCEEDED', 400);
    tell(feed, OWN, 'RUNNING');
    tell(feed, OWN, 'FAILED', 500);
    expect(await last).toMatchObject({ ended: true, endedAt: 500 });
    expect(io.waits).toEqual([100]);
    expect(await feed.next()).toMatchObject({ ended: true });
    expect(await feed.describe()).toEqual({ asked: OWN });
  });

  it('fails with the cause when the engine cannot go on', async () => {
    const { feed } = started();
    await feed.next();
    const waiting = feed.next();
    const cause = new Error('no space left');
    feed.observer.onDefect?.(CHILD, cause);

    await expect(waiting).rejects.toBe(cause);
    await expect(feed.next()).rejects.toBe(cause);
  });
});
