import { describe, expect, it } from '@jest/globals';
import { findViolations } from '../../../events/validate.ts';
import { fail, fetched, WorkflowHarness, summaryOf, titleOf } from './support/workflow-harness.ts';

const END = '2026-11-24T06:00:00Z';
const down = () => fail('Watchmode.Unavailable', 'GET /title/1/details: Watchmode answers 500');

/** Title 1 always fails. Counts the requests for each title. */
function poison(titles: number) {
  const calls = new Map<number, number>();
  const checks: unknown[] = [];
  const harness: WorkflowHarness = new WorkflowHarness({
    titles,
    fetch: (payload) => {
      const titleId = titleOf(payload);
      calls.set(titleId, (calls.get(titleId) ?? 0) + 1);
      return titleId === 1 ? down() : fetched(titleId, harness.clock.now());
    },
    check: (payload) => {
      checks.push(payload);
      return { checkedAt: END, creditsUsed: 0 };
    },
  });
  return { harness, calls, checks };
}

describe('a title that fails through every attempt', () => {
  it('is deferred, the others are published, and the feed keeps it for the next run', async () => {
    const { harness, calls, checks } = poison(3);

    const record = await harness.ingest();

    expect(findViolations('RunSummary', summaryOf(record))).toEqual([]);
    expect(summaryOf(record)).toMatchObject({
      discovered: 3,
      published: 2,
      skipped: 0,
      deferred: 1,
      rejected: 0,
      creditsUsed: 5,
      watermark: END,
      setAside: [{ titleId: 1, outcome: 'deferred', reason: 'GET /title/1/details: Watchmode answers 500' }],
      setAsideOmitted: 0,
    });
    expect(harness.watermark).toBe(END);
    const { executionArn } = record;
    expect(harness.deferred).toEqual([
      {
        feed: 'new_titles',
        item: 'deferred#1',
        titleId: 1,
        status: 'waiting',
        since: '2026-11-24T06:00:03.000Z',
        runs: 1,
        notFoundRuns: 0,
        countedRuns: [executionArn],
        lastRun: executionArn,
        deferredAt: expect.stringMatching(/^2026-11-24T06:00:\d\d\.\d{3}Z$/),
        error: 'Watchmode.Unavailable',
        reason: 'GET /title/1/details: Watchmode answers 500',
      },
    ]);
    expect(findViolations('DeferredItem', harness.deferred[0])).toEqual([]);
    // Five attempts, and as many once Watchmode was known to answer; the others are bought once.
    expect([...calls]).toEqual([
      [1, 10],
      [2, 1],
      [3, 1],
    ]);
    expect(checks).toEqual([{ fetched: 2 }]);
  });

  it('leaves this history in its batch', async () => {
    const { harness } = poison(1);

    const { executionArn } = await harness.ingest();

    const [child] = await harness.children(executionArn);
    const attempt = ['TaskScheduled', 'TaskStarted', 'TaskFailed'];
    const fetchInVain = [
      'MapStateEntered Fetch titles',
      'MapStateStarted',
      'MapIterationStarted Fetch titles',
      'TaskStateEntered Fetch title details',
      ...Array.from({ length: 5 }, () => attempt).flat(),
      'TaskStateExited Fetch title details',
      'PassStateEntered Set aside title',
      'PassStateExited Set aside title',
      'MapIterationSucceeded Fetch titles',
      'MapStateSucceeded',
      'MapStateExited Fetch titles',
      'ChoiceStateEntered All answered?',
      'ChoiceStateExited All answered?',
    ];
    expect(await harness.story(child?.executionArn ?? '')).toEqual([
      'ExecutionStarted',
      ...fetchInVain,
      'TaskStateEntered Check Watchmode',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited Check Watchmode',
      ...fetchInVain,
      'TaskStateEntered Publish titles',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited Publish titles',
      'WaitStateEntered Keep pace',
      'WaitStateExited Keep pace',
      'ExecutionSucceeded',
    ]);
  });

  it('in a batch of its own does not look like an outage: the run succeeds', async () => {
    const { harness, checks } = poison(1);

    const record = await harness.ingest();

    expect(checks).toEqual([{ fetched: 0 }]);
    expect(summaryOf(record)).toMatchObject({ discovered: 1, published: 0, deferred: 1, watermark: END });
  });

  it('is retried for a minute only', async () => {
    const { harness } = poison(1);
    const startedAt = harness.clock.now();

    await harness.ingest();

    // Half of the longest waits, as the test's chance has it: 15 s before the check, and as many after it.
    expect(harness.clock.now() - startedAt).toBeLessThanOrEqual(60_000);
  });

  it.each([
    'Watchmode.RateLimited',
    'Watchmode.Unavailable',
    'Watchmode.UnexpectedResponse',
    'Watchmode.TitleRefused',
    'Sandbox.Timedout',
    'Lambda.Unknown',
    'Runtime.OutOfMemory',
    'Runtime.ExitError',
  ])('is kept with its error, %s', async (name) => {
    const harness = new WorkflowHarness({
      titles: 2,
      fetch: (payload) => (titleOf(payload) === 2 ? fail(name, 'what happened') : fetched(1)),
    });

    const record = await harness.ingest();

    expect(summaryOf(record).setAside).toEqual([
      { titleId: 2, outcome: 'deferred', reason: 'what happened' },
    ]);
    expect(harness.deferred).toMatchObject([{ titleId: 2, runs: 1, error: name, reason: 'what happened' }]);
  });

  it('that takes too long is deferred, too, without a reason', async () => {
    const harness: WorkflowHarness = new WorkflowHarness({
      titles: 2,
      fetch: async (payload, { signal }) => {
        if (titleOf(payload) === 2) await harness.clock.sleep(3_600_000, signal);
        return fetched(titleOf(payload));
      },
    });

    const record = await harness.ingest();

    expect(summaryOf(record).setAside).toEqual([
      { titleId: 2, outcome: 'deferred', reason: 'States.Timeout' },
    ]);
    expect(harness.deferred).toMatchObject([{ titleId: 2, error: 'States.Timeout' }]);
  });

  it('is paid for when it was an answer that breaks the schema, and Watchmode is not asked whether it answers', async () => {
    const checks: unknown[] = [];
    const harness = new WorkflowHarness({
      titles: 2,
      fetch: (payload) =>
        titleOf(payload) === 2 ? fail('Watchmode.UnexpectedResponse', '/id must be integer') : fetched(1),
      check: (payload) => {
        checks.push(payload);
        return {};
      },
    });

    const record = await harness.ingest();

    expect(summaryOf(record)).toMatchObject({ published: 1, deferred: 1, creditsUsed: 5 });
    expect(checks).toEqual([]);
  });

  it.each(['Watchmode.Unauthorized', 'Watchmode.QuotaExceeded', 'ConfigurationError', 'InvalidInput'])(
    'is no matter of its own when the error is %s: that fails the run',
    async (name) => {
      const harness = new WorkflowHarness({ fetch: () => fail(name, 'for every title') });

      const record = await harness.ingest();

      expect(record.status).toBe('FAILED');
      expect([harness.watermark, harness.deferred]).toEqual([null, []]);
    },
  );
});
