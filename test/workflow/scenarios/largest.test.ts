import { describe, expect, it } from '@jest/globals';
import type { PublishedBatch, PublishTitlesInput } from '../../../events/types.ts';
import type { JsonValue } from '../../../local/interpreter/json.ts';
import {
  batchResultBytes,
  MAX_RECORD_BYTES,
  MAX_TITLES,
  PAYLOAD_BYTES,
  TITLES_PER_BATCH,
} from '../../../workflow/limits.ts';
import { fail, publishAll, Stage, summaryOf, titleOf } from './stage.ts';

/** A text that makes `value` exactly `bytes` long as JSON, where `value` has an empty text in its place. */
const filling = (value: unknown, bytes: number) => 'x'.repeat(bytes - JSON.stringify(value).length);

/** An error that the definition cuts off. */
const LONG = 'x'.repeat(5_000);

/** A batch's result of exactly the size that the batch is allowed, with as many names and reasons as fit. */
function fullResult({ batch, outcomes }: PublishTitlesInput): PublishedBatch {
  const { result, ...published } = publishAll({ batch, outcomes });
  const setAside = { titleId: 1, outcome: 'skipped' as const, reason: '' };
  const isRoom = JSON.stringify({ ...result, setAside: [setAside] }).length <= batch.batchResultBytes;
  if (!isRoom) return { ...published, result };
  const reason = filling({ ...result, setAside: [setAside] }, batch.batchResultBytes);
  return { ...published, result: { ...result, setAside: [{ ...setAside, reason }] } };
}

describe('no payload between states passes 256 KiB', () => {
  it('in a run of as many titles as a run may carry, with every batch result as large as it may be', async () => {
    const titles = MAX_TITLES;
    // IDs of ten digits, the longest there are, would not fit into an execution's input; listings have seven.
    const titleIds = Array.from({ length: titles }, (_, index) => 3_000_000 + index);
    const longErrors = new Set(titleIds.slice(0, 20 * TITLES_PER_BATCH));
    const stage = new Stage({
      list: () => ({
        titleIds,
        waiting: titleIds.slice(0, 100),
        run: {
          feed: 'titles_episodes_changed',
          window: { start: '2026-11-23T06:00:00Z', end: '2026-11-24T06:00:00Z' },
          regions: ['GB'],
          dryRun: false,
          discovered: titles,
          advancesWatermark: true,
          keepsDeferred: true,
          creditsUsed: 100,
          batchResultBytes: batchResultBytes(titles),
          skippedBecause: null,
        },
      }),
      // A batch's payload is its own: that of the batches with long errors is as large as it would be were all long.
      fetch: (payload) => fail('Watchmode.UnexpectedResponse', longErrors.has(titleOf(payload)) ? LONG : 'x'),
      publish: (payload) => fullResult(payload as unknown as PublishTitlesInput) as unknown as JsonValue,
    });

    const record = await stage.ingest();

    expect(record).toMatchObject({ status: 'SUCCEEDED' });
    expect(summaryOf(record)).toMatchObject({ discovered: titles, deferred: titles, watermarkHeld: true });
  });

  it('in a batch of records as large as they may be', async () => {
    const stage = new Stage({
      titles: TITLES_PER_BATCH,
      fetch: (payload) => {
        const record = { title: '' };
        const { titleId } = payload as { titleId: number };
        const fetchedAt = '2026-11-24T06:00:05.412Z';
        const title = filling(record, MAX_RECORD_BYTES);
        return { titleId, outcome: 'fetched', fetchedAt, placeHeldUntil: fetchedAt, record: { title } };
      },
    });

    const record = await stage.ingest();

    expect(summaryOf(record)).toMatchObject({ published: TITLES_PER_BATCH });
  });

  it('in the results of all batches together, however many there are', () => {
    const worst = [1, 10, 11, 250, 1_000, 5_000, 10_000, MAX_TITLES].map(
      (titles) => Math.ceil(titles / 10) * (batchResultBytes(titles) + 1) + 2,
    );

    expect(Math.max(...worst)).toBeLessThan(PAYLOAD_BYTES);
  });
});
