import { describe, expect, it } from '@jest/globals';
import { FeedHarness, type FeedCast } from './support/feed-harness.ts';
import { waitingTitle, watermarkAt } from './support/items.ts';
import { summaryOf } from './support/workflow-harness.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const CLOSED = { window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' } };

const TITLES_240 = Array.from({ length: 240 }, (_, index) => 1_001 + index);

/** A harness in which the watermark cannot be written while `table.isRefused`. */
function stageWithTable(cast: FeedCast = {}) {
  const table = { isRefused: false };
  const harness = new FeedHarness({
    ...cast,
    around: async (call, carryOut) =>
      table.isRefused && call.stateName === 'Advance watermark'
        ? { status: 'FAILED', error: 'DynamoDB.InternalServerErrorException', cause: 'told to fail' }
        : carryOut(),
  });
  return { harness, table };
}

/** The titles of closed windows, by their first day in Watchmode's time. */
const listedIn = (closed: readonly number[], open: readonly number[]) => (query: { startDate: string }) =>
  query.startDate.startsWith('202610') ? closed : open;

describe('the progress table', () => {
  /**
   * Formerly, the deferred titles of a feed were one list. A run read it when it settled titles and wrote it when it
   * advanced the watermark. A redrive of the second state overwrote the changes of another run, and title 500 was lost.
   */
  it('keeps a title that a run over a closed window defers between two redrives of another run', async () => {
    let isBroken = true;
    const { harness, table } = stageWithTable({
      items: [watermarkAt('2026-11-23T06:00:00Z'), waitingTitle(7)],
      listed: listedIn([500], [1, 2, 3]),
      isBroken: (titleId) => isBroken && [2, 500].includes(titleId),
    });
    table.isRefused = true;
    const a = await harness.ingest({ source: 'schedule', scheduledTime: '2026-11-24T06:00:00Z' });
    expect([a.status, a.error]).toEqual(['FAILED', 'DynamoDB.InternalServerErrorException']);
    table.isRefused = false;

    const d = await harness.ingest(CLOSED);
    await harness.pass(15 * MINUTE_MS);
    const redriven = await harness.redrive(a.executionArn);

    expect(summaryOf(d)).toMatchObject({ discovered: 1, deferred: 1 });
    expect(redriven.status).toBe('SUCCEEDED');
    expect(harness.waiting).toEqual([2, 500]);
    isBroken = false;
    const next = await harness.ingest();
    expect((await harness.takenOnBy(next)).slice(0, 2)).toEqual([2, 500]);
    expect(harness.waiting).toEqual([]);
  });

  /**
   * Formerly, the last write of the watermark won. A redrive days later set it back to the end of its own window, and the
   * next run bought everything since then again.
   */
  it('keeps the watermark when a run is redriven after a later one has succeeded', async () => {
    const { harness, table } = stageWithTable({ items: [watermarkAt('2026-11-23T06:00:00Z')] });
    table.isRefused = true;
    const d = await harness.ingest({ scheduledTime: '2026-11-24T06:00:00Z' });
    table.isRefused = false;
    await harness.pass(DAY_MS);
    const b = await harness.ingest({ scheduledTime: '2026-11-25T06:00:00Z' });
    expect(summaryOf(b).watermark).toBe('2026-11-25T06:00:00Z');
    const written = harness.progress.item('new_titles', 'watermark');

    const redriven = await harness.redrive(d.executionArn);

    expect(redriven.status).toBe('SUCCEEDED');
    expect(summaryOf(redriven)).toMatchObject({ published: 3, watermark: null });
    expect(harness.progress.item('new_titles', 'watermark')).toEqual(written);
    await harness.pass(DAY_MS);
    const next = await harness.ingest({ scheduledTime: '2026-11-26T06:00:00Z' });
    expect(summaryOf(next).window).toEqual({ start: '2026-11-25T05:00:00Z', end: '2026-11-26T06:00:00Z' });
  });

  /**
   * Formerly, the execution read the watermark in a state before the listing. A redrive days later started after that
   * state and listed from an outdated watermark.
   */
  it("is read again when a failed listing is redriven days later: it lists from today's watermark", async () => {
    let isQuotaUsedUp = true;
    const harness = new FeedHarness({
      items: [watermarkAt('2026-11-23T06:00:00Z')],
      around: async (call, carryOut) =>
        isQuotaUsedUp && call.stateName === 'List new titles'
          ? { status: 'FAILED', error: 'Watchmode.QuotaExceeded', cause: 'no credits are left' }
          : carryOut(),
    });
    const a = await harness.ingest();
    isQuotaUsedUp = false;
    await harness.pass(3 * DAY_MS);
    harness.progress.set(watermarkAt('2026-11-27T06:00:00Z'), waitingTitle(77));

    const redriven = await harness.redrive(a.executionArn);

    // Its own window is done. It fetches the waiting titles, lists no hour twice, and keeps the watermark.
    expect(await harness.takenOnBy(redriven)).toEqual([77]);
    expect(harness.queries).toEqual([]);
    expect(harness.watermark).toBe('2026-11-27T06:00:00Z');
  });

  /** Formerly, at most a hundred deferred titles were kept, and backfill reported the rest as done. */
  it.each([
    ['a window', 60, CLOSED],
    ['a window', 150, CLOSED],
    ['titles', 60, { titleIds: TITLES_240 }],
    ['titles', 150, { titleIds: TITLES_240 }],
  ])('keeps all titles that a run with %s of its own defers: %i of 240', async (_, broken, input) => {
    let isBroken = true;
    const harness = new FeedHarness({
      items: [watermarkAt('2026-11-23T06:00:00Z')],
      listed: listedIn(TITLES_240, []),
      isBroken: (titleId) => isBroken && titleId <= 1_000 + broken,
    });

    const record = await harness.ingest(input);

    expect(summaryOf(record)).toMatchObject({ discovered: 240, published: 240 - broken, deferred: broken });
    expect(harness.waiting).toEqual(TITLES_240.slice(0, broken));
    isBroken = false;
    expect(await harness.takenOnBy(await harness.ingest())).toEqual(TITLES_240.slice(0, broken));
    expect(harness.waiting).toEqual([]);
  });

  /** Formerly, 150 exceeded the list. The watermark was created nevertheless, and 50 titles were never fetched. */
  it('keeps all titles that the first run of a feed defers, even more than a hundred', async () => {
    let isBroken = true;
    const titleIds = Array.from({ length: 150 }, (_, index) => index + 1);
    const harness = new FeedHarness({
      listed: (query) => (query.startDate.startsWith('20261122') ? titleIds : []),
      isBroken: () => isBroken,
    });
    const first = await harness.ingest();
    expect(summaryOf(first)).toMatchObject({ deferred: 150, watermark: '2026-11-24T06:00:03Z' });
    isBroken = false;
    await harness.pass(DAY_MS);

    expect(await harness.takenOnBy(await harness.ingest())).toEqual(titleIds);
  });
});
