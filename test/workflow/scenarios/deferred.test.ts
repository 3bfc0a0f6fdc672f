import { describe, expect, it } from '@jest/globals';
import { findViolations } from '../../../events/validate.ts';
import { fail, fetched, Stage, summaryOf, titleOf } from './stage.ts';

const END = '2026-11-24T06:00:00Z';
const down = () => fail('Watchmode.Unavailable', 'GET /title/1/details: Watchmode answers 500');

/** Title 1 fails for as long as `isBroken` says so; how often each title was asked for is counted. */
function poison(titles: number, isBroken: () => boolean = () => true) {
  const calls = new Map<number, number>();
  const checks: unknown[] = [];
  const stage: Stage = new Stage({
    titles,
    fetch: (payload) => {
      const titleId = titleOf(payload);
      calls.set(titleId, (calls.get(titleId) ?? 0) + 1);
      return titleId === 1 && isBroken() ? down() : fetched(titleId, stage.clock.now());
    },
    check: (payload) => {
      checks.push(payload);
      return { checkedAt: END, creditsUsed: 0 };
    },
  });
  return { stage, calls, checks };
}

describe('a title that fails through every attempt', () => {
  it('is deferred, the others are published, and the feed keeps it for the next run', async () => {
    const { stage, calls, checks } = poison(3);

    const record = await stage.ingest();

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
      deferredOmitted: 0,
    });
    expect(stage.stored).toEqual({ watermark: END, deferred: ['1 1795500003 1 U'] });
    // Five attempts, and as many once Watchmode was known to answer; the others are bought once.
    expect([...calls]).toEqual([
      [1, 10],
      [2, 1],
      [3, 1],
    ]);
    expect(checks).toEqual([{ fetched: 2 }]);
  });

  it('leaves this history in its batch', async () => {
    const { stage } = poison(1);

    const { executionArn } = await stage.ingest();

    const [child] = await stage.children(executionArn);
    const attempt = ['TaskScheduled', 'TaskStarted', 'TaskFailed'];
    const repeat = (count: number) => Array.from({ length: count }, () => attempt).flat();
    expect(await stage.story(child?.executionArn ?? '')).toEqual([
      'ExecutionStarted',
      'MapStateEntered Fetch titles',
      'MapStateStarted',
      'MapIterationStarted Fetch titles',
      'TaskStateEntered Fetch title details',
      ...repeat(5),
      'TaskStateExited Fetch title details',
      'PassStateEntered Set aside title',
      'PassStateExited Set aside title',
      'MapIterationSucceeded Fetch titles',
      'MapStateSucceeded',
      'MapStateExited Fetch titles',
      'ChoiceStateEntered All answered?',
      'ChoiceStateExited All answered?',
      'TaskStateEntered Check Watchmode',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited Check Watchmode',
      'MapStateEntered Fetch titles',
      'MapStateStarted',
      'MapIterationStarted Fetch titles',
      'TaskStateEntered Fetch title details',
      ...repeat(5),
      'TaskStateExited Fetch title details',
      'PassStateEntered Set aside title',
      'PassStateExited Set aside title',
      'MapIterationSucceeded Fetch titles',
      'MapStateSucceeded',
      'MapStateExited Fetch titles',
      'ChoiceStateEntered All answered?',
      'ChoiceStateExited All answered?',
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

  it('does not look like an outage in a batch of its own: the run succeeds', async () => {
    const { stage, checks } = poison(1);

    const record = await stage.ingest();

    expect(checks).toEqual([{ fetched: 0 }]);
    expect(summaryOf(record)).toMatchObject({ discovered: 1, published: 0, deferred: 1, watermark: END });
  });

  it('keeps its tries to a minute and does not wait beyond it', async () => {
    const { stage } = poison(1);
    const startedAt = stage.clock.now();

    await stage.ingest();

    // Half of the longest waits, as the test's chance has it: 15 s before the check, and as many after it.
    expect(stage.clock.now() - startedAt).toBeLessThanOrEqual(60_000);
  });

  it.each([
    ['Watchmode.RateLimited', 'R'],
    ['Watchmode.Unavailable', 'U'],
    ['Watchmode.UnexpectedResponse', 'X'],
    ['Sandbox.Timedout', 'T'],
    ['Lambda.Unknown', 'C'],
    ['Runtime.OutOfMemory', 'C'],
    ['Runtime.ExitError', 'C'],
  ])('is kept with the letter of %s', async (name, letter) => {
    const stage = new Stage({
      titles: 2,
      fetch: (payload) => (titleOf(payload) === 2 ? fail(name, 'what happened') : fetched(1)),
    });

    const record = await stage.ingest();

    expect(summaryOf(record).setAside).toEqual([
      { titleId: 2, outcome: 'deferred', reason: 'what happened' },
    ]);
    expect(stage.stored?.deferred).toEqual([`2 1795500003 1 ${letter}`]);
  });

  it('that takes too long is deferred, too, although nothing says why', async () => {
    const stage: Stage = new Stage({
      titles: 2,
      fetch: async (payload, { signal }) => {
        if (titleOf(payload) === 2) await stage.clock.sleep(3_600_000, signal);
        return fetched(titleOf(payload));
      },
    });

    const record = await stage.ingest();

    expect(summaryOf(record).setAside).toEqual([
      { titleId: 2, outcome: 'deferred', reason: 'States.Timeout' },
    ]);
    expect(stage.stored?.deferred).toEqual(['2 1795500003 1 T']);
  });

  it('is paid for when it was an answer that breaks the schema, and Watchmode is not asked whether it answers', async () => {
    const checks: unknown[] = [];
    const stage = new Stage({
      titles: 2,
      fetch: (payload) =>
        titleOf(payload) === 2 ? fail('Watchmode.UnexpectedResponse', '/id must be integer') : fetched(1),
      check: (payload) => {
        checks.push(payload);
        return {};
      },
    });

    const record = await stage.ingest();

    expect(summaryOf(record)).toMatchObject({ published: 1, deferred: 1, creditsUsed: 5 });
    expect(checks).toEqual([]);
  });

  it.each(['Watchmode.Unauthorized', 'Watchmode.QuotaExceeded', 'ConfigurationError', 'InvalidInput'])(
    'is no matter of its own when the error is %s: that fails the run',
    async (name) => {
      const stage = new Stage({ fetch: () => fail(name, 'for every title') });

      const record = await stage.ingest();

      expect(record.status).toBe('FAILED');
      expect(stage.stored).toBeUndefined();
    },
  );
});

describe('titles that wait', () => {
  it('are fetched first by the next run, and no longer wait once they are published', async () => {
    let isBroken = true;
    const { stage } = poison(12, () => isBroken);
    await stage.ingest();
    isBroken = false;

    const { executionArn, ...record } = await stage.ingest();

    const [first] = await stage.children(executionArn);
    expect(JSON.parse(first?.input ?? '')).toMatchObject({
      Items: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    });
    expect(summaryOf({ executionArn, ...record })).toMatchObject({ discovered: 12, published: 12 });
    expect(stage.stored?.deferred).toEqual([]);
  });

  it('are rejected for good by the seventh run that cannot have them, with the whole story', async () => {
    const { stage } = poison(2);

    const summaries = [];
    for (let run = 1; run <= 8; run += 1) summaries.push(summaryOf(await stage.ingest()));

    expect(summaries.map(({ deferred, rejected }) => [deferred, rejected])).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [0, 1],
      // A listing that still names it starts the count anew.
      [1, 0],
    ]);
    expect(summaries[6]?.setAside).toEqual([
      {
        titleId: 1,
        outcome: 'rejected',
        reason:
          'given up after 7 runs since 2026-11-24T06:00:03Z, last because of Watchmode.Unavailable: ' +
          'GET /title/1/details: Watchmode answers 500',
      },
    ]);
  });

  it('are counted by a run that is told to take them, which moves no watermark', async () => {
    const stored = { watermark: '2026-11-23T06:00:00Z', deferred: ['1 1795400000 3 R', '9 1795400000 2 U'] };
    const stage = new Stage({
      stored,
      list: () => listing([1], [2]),
      fetch: (payload) => (titleOf(payload) === 1 ? down() : fetched(titleOf(payload))),
    });

    const record = await stage.ingest({ titleIds: [1, 2] });

    expect(stage.stored).toEqual({ ...stored, deferred: ['9 1795400000 2 U', '1 1795400000 4 U'] });
    expect(summaryOf(record)).toMatchObject({ published: 1, deferred: 1, watermark: null });
  });

  it('are left alone by a run that publishes for others', async () => {
    const stored = { watermark: '2026-11-23T06:00:00Z', deferred: ['1 1795400000 3 R'] };
    const stage = new Stage({
      stored,
      run: { advancesWatermark: false, keepsDeferred: false },
      fetch: (payload) => (titleOf(payload) === 2 ? down() : fetched(titleOf(payload))),
    });

    const record = await stage.ingest({ dryRun: true });

    expect(summaryOf(record)).toMatchObject({ published: 2, deferred: 1 });
    expect(stage.stored).toEqual(stored);
  });

  it('are merged with what another run has changed meanwhile', async () => {
    const stage: Stage = new Stage({
      stored: { watermark: '2026-11-23T06:00:00Z', deferred: ['1 1795400000 3 R'] },
      fetch: (payload) => {
        stage.keep({ watermark: '2026-11-23T06:00:00Z', deferred: ['1 1795400000 4 R', '8 1795490000 1 X'] });
        return titleOf(payload) === 2 ? down() : fetched(titleOf(payload));
      },
    });

    await stage.ingest();

    // Title 1 was published here, 8 was deferred there, 2 was deferred here.
    expect(stage.stored).toEqual({ watermark: END, deferred: ['8 1795490000 1 X', '2 1795500003 1 U'] });
  });
});

function listing(waiting: number[], others: number[]) {
  return {
    titleIds: [...waiting, ...others],
    waiting,
    run: {
      feed: 'new_titles',
      window: null,
      regions: ['GB'],
      dryRun: false,
      discovered: waiting.length + others.length,
      advancesWatermark: false,
      keepsDeferred: true,
      creditsUsed: 0,
      batchResultBytes: 4096,
      skippedBecause: null,
    },
  };
}

describe('more than a hundred deferred titles', () => {
  const broken = (count: number) => (payload: unknown) =>
    titleOf(payload) <= count
      ? fail('Watchmode.UnexpectedResponse', '/title must be string')
      : fetched(titleOf(payload));

  it('are no matter of single titles: the watermark stays, and the next run lists the window again', async () => {
    const stored = { watermark: '2026-11-23T06:00:00Z', deferred: ['7000 1795400000 3 R'] };
    const stage = new Stage({ titles: 130, stored, fetch: broken(100) });

    const record = await stage.ingest();

    expect(findViolations('RunSummary', summaryOf(record))).toEqual([]);
    expect(summaryOf(record)).toMatchObject({
      discovered: 131,
      published: 31,
      deferred: 100,
      watermark: END,
      watermarkHeld: false,
    });

    const more = new Stage({ titles: 130, stored, fetch: broken(101) });
    const held = summaryOf(await more.ingest());

    expect(held).toMatchObject({
      discovered: 131,
      published: 30,
      deferred: 101,
      watermark: null,
      watermarkHeld: true,
      deferredOmitted: 101,
    });
    // What waited and was published no longer waits.
    expect(more.stored).toEqual({ watermark: '2026-11-23T06:00:00Z', deferred: [] });
  });

  it('are all kept as long as they are a hundred, those of before among them', async () => {
    const waiting = Array.from({ length: 40 }, (_, index) => `${9000 + index} 1795400000 1 U`);
    const stage = new Stage({
      titles: 60,
      stored: { watermark: '2026-11-23T06:00:00Z', deferred: waiting },
      fetch: () => fail('Watchmode.UnexpectedResponse', '/title must be string'),
    });

    const summary = summaryOf(await stage.ingest());

    expect(summary).toMatchObject({ deferred: 100, watermarkHeld: false, deferredOmitted: 0 });
    expect(stage.stored?.deferred).toHaveLength(100);
    expect(stage.stored?.deferred[0]).toBe('9000 1795400000 2 X');
    expect(stage.stored?.deferred.at(-1)).toBe('60 1795500003 1 X');
  });

  it('keep those that waited before, counted once more, while the watermark is held', async () => {
    const waiting = Array.from({ length: 40 }, (_, index) => `${9000 + index} 1795400000 1 U`);
    const stage = new Stage({
      titles: 300,
      stored: { watermark: '2026-11-23T06:00:00Z', deferred: waiting },
      fetch: () => fail('Watchmode.UnexpectedResponse', '/title must be string'),
    });

    const summary = summaryOf(await stage.ingest());

    expect(summary).toMatchObject({ deferred: 340, watermarkHeld: true, deferredOmitted: 300 });
    expect(stage.stored).toEqual({
      watermark: '2026-11-23T06:00:00Z',
      deferred: waiting.map((entry) => entry.replace(' 1 U', ' 2 X')),
    });
  });

  it('of a closed window are kept as far as there is room, and the summary counts the others', async () => {
    const stage = new Stage({
      titles: 130,
      run: { advancesWatermark: false },
      fetch: () => fail('Watchmode.UnexpectedResponse', '/title must be string'),
    });

    const summary = summaryOf(await stage.ingest());

    expect(summary).toMatchObject({ deferred: 130, watermarkHeld: false, deferredOmitted: 30 });
    expect(stage.stored?.watermark).toBeNull();
    expect(stage.stored?.deferred).toHaveLength(100);
  });
});
