import { describe, expect, it } from '@jest/globals';
import { findViolations } from '../../../events/validate.ts';
import { waitingTitle, watermarkAt } from './support/items.ts';
import { fail, fetched, WorkflowHarness, summaryOf, titleOf } from './support/workflow-harness.ts';

const HOUR_MS = 3_600_000;
const END = '2026-11-24T06:00:00Z';
const down = () => fail('Watchmode.Unavailable', 'GET /title/1/details: Watchmode answers 500');

/** Two titles. The first always fails. */
const withPoison = (): WorkflowHarness => {
  const harness: WorkflowHarness = new WorkflowHarness({
    titles: 2,
    fetch: (payload) => (titleOf(payload) === 1 ? down() : fetched(titleOf(payload), harness.clock.now())),
  });
  return harness;
};

describe('titles that wait', () => {
  it('are fetched first by the next run, and no longer wait once they are published', async () => {
    const harness = new WorkflowHarness({ titles: 12, items: [waitingTitle(70), waitingTitle(7)] });

    const record = await harness.ingest();

    const [first] = await harness.children(record.executionArn);
    expect(JSON.parse(first?.input ?? '')).toMatchObject({ Items: [7, 70, 1, 2, 3, 4, 5, 6, 8, 9] });
    expect(summaryOf(record)).toMatchObject({ discovered: 13, published: 13 });
    expect(harness.deferred).toEqual([]);
  });

  it('are rejected by the seventh run that defers them, if that is three days after the first', async () => {
    const harness = withPoison();
    const every = (hours: number) => harness.clock.sleep(hours * HOUR_MS, new AbortController().signal);

    const summaries = [];
    for (let run = 1; run <= 7; run += 1) {
      summaries.push(summaryOf(await harness.ingest()));
      await every(12);
    }

    expect(summaries.map(({ deferred, rejected }) => [deferred, rejected])).toEqual([
      ...Array.from({ length: 6 }, () => [1, 0]),
      [0, 1],
    ]);
    expect(summaries[6]?.setAside).toEqual([
      {
        titleId: 1,
        outcome: 'rejected',
        reason:
          'given up after 7 runs since 2026-11-24T06:00:03.000Z, last because of Watchmode.Unavailable: ' +
          'GET /title/1/details: Watchmode answers 500',
      },
    ]);
    // No run fetches it any more. It is kept for people to inspect.
    expect(harness.waiting).toEqual([]);
    expect(harness.deferred).toMatchObject([{ titleId: 1, status: 'rejected', runs: 7 }]);
    expect(findViolations('DeferredItem', harness.deferred[0])).toEqual([]);
  });

  it('are not given up by a morning of hourly runs', async () => {
    const harness = withPoison();

    for (let run = 1; run <= 24; run += 1) {
      expect(summaryOf(await harness.ingest())).toMatchObject({ deferred: 1, rejected: 0 });
      await harness.clock.sleep(HOUR_MS, new AbortController().signal);
    }

    expect(harness.deferred).toMatchObject([{ titleId: 1, status: 'waiting', runs: 24 }]);
  });

  it('start again when they were rejected and a feed lists them again', async () => {
    const rejected = waitingTitle(1, { status: 'rejected', runs: 7, expiresAt: 1_803_000_000 });
    const harness = withPoison();
    harness.progress.set(rejected);

    const record = await harness.ingest();

    expect(summaryOf(record)).toMatchObject({ deferred: 1, rejected: 0 });
    expect(harness.deferred).toMatchObject([
      { titleId: 1, status: 'waiting', runs: 1, since: '2026-11-24T06:00:03.000Z' },
    ]);
    expect(harness.deferred[0]).not.toHaveProperty('expiresAt');
  });

  it('are counted by a run whose input names them, which does not move the watermark', async () => {
    const watermark = watermarkAt('2026-11-23T06:00:00Z');
    const items = [watermark, waitingTitle(1, { runs: 3 }), waitingTitle(9, { runs: 2 })];
    const harness = new WorkflowHarness({
      items,
      fetch: (payload) => (titleOf(payload) === 1 ? down() : fetched(titleOf(payload))),
    });

    const record = await harness.ingest({ titleIds: [1, 2] });

    expect(harness.deferred.map(({ titleId, runs }) => [titleId, runs])).toEqual([
      [1, 4],
      [9, 2],
    ]);
    expect(harness.progress.item('new_titles', 'watermark')).toEqual(watermark);
    expect(summaryOf(record)).toMatchObject({ published: 1, deferred: 1, watermark: null });
  });

  it('are ignored by a run with regions of its own', async () => {
    const items = [waitingTitle(1, { runs: 3 }), watermarkAt('2026-11-23T06:00:00Z')];
    const harness = new WorkflowHarness({
      items,
      run: { advancesWatermark: false, keepsDeferred: false },
      fetch: (payload) => (titleOf(payload) === 2 ? down() : fetched(titleOf(payload))),
    });

    const record = await harness.ingest({ dryRun: true });

    expect(summaryOf(record)).toMatchObject({ published: 2, deferred: 1, keepsDeferred: false });
    expect(harness.progress.items()).toEqual(items);
  });

  it('combine the changes of other runs and of this run', async () => {
    const harness: WorkflowHarness = new WorkflowHarness({
      items: [waitingTitle(1, { runs: 3 })],
      fetch: (payload) => {
        harness.progress.set(waitingTitle(8));
        return titleOf(payload) === 2 ? down() : fetched(titleOf(payload), harness.clock.now());
      },
    });

    await harness.ingest();

    // Title 1 was published here, 8 was deferred there, 2 was deferred here.
    expect(harness.waiting).toEqual([8, 2]);
    expect(harness.watermark).toBe(END);
  });

  it('stay when another run has deferred them since this one fetched them, because this answer may be older', async () => {
    const harness: WorkflowHarness = new WorkflowHarness({
      titles: 1,
      items: [waitingTitle(1)],
      fetch: () => {
        const answer = fetched(1, harness.clock.now());
        const deferredAt = new Date(harness.clock.now() + 1).toISOString();
        harness.progress.set(
          waitingTitle(1, { runs: 2, countedRuns: ['arn:earlier', 'arn:other'], deferredAt }),
        );
        return answer;
      },
    });

    await harness.ingest();

    expect(harness.deferred).toMatchObject([{ titleId: 1, runs: 2 }]);
  });

  it('are counted once by a run whose batch is published and redriven repeatedly', async () => {
    let isFull = true;
    const harness: WorkflowHarness = new WorkflowHarness({
      titles: 2,
      fetch: (payload) => (titleOf(payload) === 1 ? down() : fetched(2)),
      around: async (call, carryOut) => {
        const outcome = await carryOut();
        if (call.stateName !== 'Publish titles' || !isFull) return outcome;
        return { status: 'FAILED', error: 'Stream.Throttled', cause: 'told to fail after its work' };
      },
    });

    const { executionArn } = await harness.ingest();
    await harness.redrive(executionArn);
    isFull = false;
    const record = await harness.redrive(executionArn);

    expect(record).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
    expect(summaryOf(record)).toMatchObject({ published: 1, deferred: 1 });
    expect(harness.deferred).toMatchObject([{ titleId: 1, runs: 1, countedRuns: [executionArn] }]);
  });
});

describe('more than a hundred deferred titles', () => {
  const broken = () => fail('Watchmode.UnexpectedResponse', '/title must be string');
  const before = Array.from({ length: 40 }, (_, index) => waitingTitle(9_000 + index));

  it('wait like a single one, including earlier ones, and the watermark moves', async () => {
    const harness = new WorkflowHarness({ titles: 300, items: before, fetch: broken });

    const summary = summaryOf(await harness.ingest());

    expect(findViolations('RunSummary', summary)).toEqual([]);
    expect(summary).toMatchObject({ deferred: 340, watermark: END, setAsideOmitted: 240 });
    expect(harness.waiting).toHaveLength(340);
    expect(harness.waiting.slice(0, 41)).toEqual([...before.map(({ titleId }) => titleId), 1]);
    expect(harness.deferred.filter(({ runs }) => runs === 2)).toHaveLength(40);
  });

  it('are fetched again by the next runs, the oldest 500 by each, until none waits', async () => {
    const older = Array.from({ length: 120 }, (_, index) =>
      waitingTitle(9_000 + index, { since: '2026-11-20T06:00:03.000Z' }),
    );
    const newer = Array.from({ length: 400 }, (_, index) => waitingTitle(1_000 + index));
    const harness = new WorkflowHarness({ items: [...newer, ...older] });

    const { discovered } = summaryOf(await harness.ingest());

    expect(discovered).toBe(503);
    expect(harness.waiting).toEqual(newer.slice(-20).map(({ titleId }) => titleId));
    expect(summaryOf(await harness.ingest()).discovered).toBe(23);
    expect(harness.waiting).toEqual([]);
  });
});
