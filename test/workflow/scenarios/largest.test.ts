import { describe, expect, it } from '@jest/globals';
import { MAX_TITLES } from '../../../events/max-titles.ts';
import type { Listing, PublishedBatch } from '../../../events/types.ts';
import type { JsonValue, TaskCall, TaskOutcome } from '../../../local/stepfunctions/index.ts';
import {
  batchResultBytes,
  MAX_LISTING_BYTES,
  MAX_RECORD_BYTES,
  PAYLOAD_BYTES,
  TITLES_PER_BATCH,
} from '../../../workflow/limits.ts';
import { fail, fetched, WorkflowHarness, summaryOf, titleOf } from './support/workflow-harness.ts';

/** Returns a text that makes `value` exactly `bytes` long as JSON, in place of an empty text. */
const filling = (value: unknown, bytes: number) => 'x'.repeat(bytes - JSON.stringify(value).length);

/** An error that the definition cuts off. */
const LONG = 'x'.repeat(5_000);

/** The largest answer of list-new-titles: listings have IDs of seven digits. */
const LISTING: Listing = {
  titleIds: Array.from({ length: MAX_TITLES }, (_, index) => 3_000_000 + index),
  run: {
    feed: 'new_titles',
    window: { start: '2026-11-23T06:00:00Z', end: '2026-11-24T06:00:00Z' },
    regions: ['GB'],
    dryRun: false,
    discovered: MAX_TITLES,
    advancesWatermark: true,
    keepsDeferred: true,
    hasDeferred: true,
    isListed: true,
    creditsUsed: 100,
    batchResultBytes: batchResultBytes(MAX_TITLES),
    waitsFor: null,
    correctedWatermark: { from: '2026-11-27T06:00:00Z', to: '2026-11-23T06:00:00Z' },
  },
};

/** The titles of one batch that are deferred. */
const DEFERRED = LISTING.titleIds.slice(40, 45);

/** A batch's result of the maximum size. */
function filled({ result, ...published }: PublishedBatch): PublishedBatch {
  const setAside = { titleId: 1, outcome: 'skipped' as const, reason: '' };
  const others = [...result.setAside, setAside];
  const bytes = batchResultBytes(MAX_TITLES);
  if (JSON.stringify({ ...result, setAside: others }).length > bytes) return { ...published, result };
  const reason = filling({ ...result, setAside: others }, bytes);
  return { ...published, result: { ...result, setAside: [...result.setAside, { ...setAside, reason }] } };
}

/** The answer of a task, with a batch's result of the maximum size. */
async function enlarge(call: TaskCall, carryOut: () => Promise<TaskOutcome>): Promise<TaskOutcome> {
  const outcome = await carryOut();
  if (call.stateName !== 'Publish titles' || outcome.status !== 'SUCCEEDED') return outcome;
  const answer = JSON.parse(outcome.output) as { readonly Payload: PublishedBatch };
  return { ...outcome, output: JSON.stringify({ ...answer, Payload: filled(answer.Payload) }) };
}

describe('a run of the maximum number of titles', () => {
  /**
   * The result of a batch used to name its deferred titles, and the run recorded them at its end. A batch of the largest
   * run has room for one name, so four of five deferred titles were lost although the watermark moved.
   */
  it('defers five titles of one batch, and the next run fetches all five', async () => {
    const largest: WorkflowHarness = new WorkflowHarness({
      list: () => LISTING as unknown as JsonValue,
      fetch: (payload) =>
        DEFERRED.includes(titleOf(payload))
          ? fail('Watchmode.UnexpectedResponse', LONG)
          : fetched(titleOf(payload), largest.clock.now()),
      around: enlarge,
    });

    const record = await largest.ingest();

    expect(record).toMatchObject({ status: 'SUCCEEDED' });
    expect(summaryOf(record)).toMatchObject({
      discovered: MAX_TITLES,
      published: MAX_TITLES - 5,
      deferred: 5,
      watermark: '2026-11-24T06:00:00Z',
    });
    const later = new WorkflowHarness({ titles: 0, clock: largest.clock, progress: largest.progress });
    const [next] = await later.children((await later.ingest()).executionArn);
    expect(JSON.parse(next?.input ?? '')).toMatchObject({ Items: DEFERRED });
  });
});

describe('no payload between states exceeds 256 KiB', () => {
  it('in a listing of the maximum number of titles, of the feed with the longest name', () => {
    const listing: Listing = { ...LISTING, run: { ...LISTING.run, feed: 'titles_episodes_changed' } };

    expect(JSON.stringify(listing).length).toBeLessThanOrEqual(MAX_LISTING_BYTES);
  });

  it('in a batch of records of the maximum size', async () => {
    const harness = new WorkflowHarness({
      titles: TITLES_PER_BATCH,
      fetch: (payload) => {
        const record = { title: '' };
        const { titleId } = payload as { titleId: number };
        const fetchedAt = '2026-11-24T06:00:05.412Z';
        const title = filling(record, MAX_RECORD_BYTES);
        return { titleId, outcome: 'fetched', fetchedAt, placeHeldUntil: fetchedAt, record: { title } };
      },
    });

    const record = await harness.ingest();

    expect(summaryOf(record)).toMatchObject({ published: TITLES_PER_BATCH });
  });

  it('in a batch whose titles all fail with an error of the maximum length', async () => {
    const harness = new WorkflowHarness({
      titles: TITLES_PER_BATCH,
      fetch: () => fail('Watchmode.UnexpectedResponse', LONG),
    });

    expect(summaryOf(await harness.ingest())).toMatchObject({ deferred: TITLES_PER_BATCH });
  });

  it('in the results of any number of batches together', () => {
    const worst = [1, 10, 11, 250, 1_000, 5_000, 10_000, MAX_TITLES].map(
      (titles) => Math.ceil(titles / 10) * (batchResultBytes(titles) + 1) + 2,
    );

    expect(Math.max(...worst)).toBeLessThan(PAYLOAD_BYTES);
  });
});
