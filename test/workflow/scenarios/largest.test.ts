import { describe, expect, it } from '@jest/globals';
import type { Listing, PublishedBatch } from '../../../events/types.ts';
import type { JsonValue, TaskCall, TaskOutcome } from '../../../local/stepfunctions/index.ts';
import {
  batchResultBytes,
  MAX_LISTING_BYTES,
  MAX_RECORD_BYTES,
  MAX_TITLES,
  PAYLOAD_BYTES,
  TITLES_PER_BATCH,
} from '../../../workflow/limits.ts';
import { fail, fetched, WorkflowHarness, summaryOf, titleOf } from './support/workflow-harness.ts';

/** A text that makes `value` exactly `bytes` long as JSON, where `value` has an empty text in its place. */
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

/** A batch's result of exactly the size that the batch is allowed. */
function filled({ result, ...published }: PublishedBatch): PublishedBatch {
  const setAside = { titleId: 1, outcome: 'skipped' as const, reason: '' };
  const others = [...result.setAside, setAside];
  const bytes = batchResultBytes(MAX_TITLES);
  if (JSON.stringify({ ...result, setAside: others }).length > bytes) return { ...published, result };
  const reason = filling({ ...result, setAside: others }, bytes);
  return { ...published, result: { ...result, setAside: [...result.setAside, { ...setAside, reason }] } };
}

/** The answer of a task, with the result of a batch made as large as it may be. */
async function enlarge(call: TaskCall, carryOut: () => Promise<TaskOutcome>): Promise<TaskOutcome> {
  const outcome = await carryOut();
  if (call.stateName !== 'Publish titles' || outcome.status !== 'SUCCEEDED') return outcome;
  const answer = JSON.parse(outcome.output) as { readonly Payload: PublishedBatch };
  return { ...outcome, output: JSON.stringify({ ...answer, Payload: filled(answer.Payload) }) };
}

describe('a run of as many titles as a run may carry', () => {
  /**
   * The result of a batch used to name its deferred titles, for the run to write them down in its end. A batch of the
   * largest run has room for one name: of five deferred titles four were lost, and the watermark moved all the same.
   */
  it('Titles without a name: five titles of one batch are deferred, and the next run asks for all five', async () => {
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

describe('no payload between states passes 256 KiB', () => {
  it('in a listing of as many titles as a run may carry, of the feed with the longest name', () => {
    const listing: Listing = { ...LISTING, run: { ...LISTING.run, feed: 'titles_episodes_changed' } };

    expect(JSON.stringify(listing).length).toBeLessThanOrEqual(MAX_LISTING_BYTES);
  });

  it('in a batch of records as large as they may be', async () => {
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

  it('in a batch whose titles all fail with an error as long as it may be', async () => {
    const harness = new WorkflowHarness({
      titles: TITLES_PER_BATCH,
      fetch: () => fail('Watchmode.UnexpectedResponse', LONG),
    });

    expect(summaryOf(await harness.ingest())).toMatchObject({ deferred: TITLES_PER_BATCH });
  });

  it('in the results of all batches together, however many there are', () => {
    const worst = [1, 10, 11, 250, 1_000, 5_000, 10_000, MAX_TITLES].map(
      (titles) => Math.ceil(titles / 10) * (batchResultBytes(titles) + 1) + 2,
    );

    expect(Math.max(...worst)).toBeLessThan(PAYLOAD_BYTES);
  });
});
