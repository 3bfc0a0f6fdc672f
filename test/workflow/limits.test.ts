import { describe, expect, it } from '@jest/globals';
import { MAX_TITLES } from '../../events/max-titles.ts';
import type { Batch } from '../../events/types.ts';
import executionInput from '../../events/schemas/execution-input.schema.json' with { type: 'json' };
import listing from '../../events/schemas/listing.schema.json' with { type: 'json' };
import {
  batchResultBytes,
  MAX_RECORD_BYTES,
  PAYLOAD_BYTES,
  TITLES_PER_BATCH,
} from '../../workflow/limits.ts';
import definition from '../../workflow/title-ingestion.asl.json' with { type: 'json' };

const ingest = definition.States['Ingest titles'];
const child = ingest.ItemProcessor.States;

describe('the size of a batch', () => {
  it('is that of the definition, which fetches all its titles at once', () => {
    expect(ingest.ItemBatcher.MaxItemsPerBatch).toBe(TITLES_PER_BATCH);
    expect(child['Fetch titles'].MaxConcurrency).toBe(TITLES_PER_BATCH);
    expect(ingest.ItemBatcher.BatchInput.keepsPace).toBe(
      `{% $run.discovered > ${TITLES_PER_BATCH} * \${BatchesAtOnce} %}`,
    );
  });

  it('leaves room in the payload for the rest of the input of publish-titles', () => {
    const wrapped = {
      titleId: 2_147_483_647,
      outcome: 'fetched',
      fetchedAt: '2026-11-24T06:00:05.412Z',
      placeHeldUntil: '2026-11-24T06:00:05.412Z',
      record: 'x'.repeat(MAX_RECORD_BYTES - 2),
      // More services than a sweep can afford.
      arrivals: Array.from({ length: 300 }, (_, index) => `GB:${1_000 + index}`),
    };
    const regions = Array.from({ length: 60 }, () => 'GB');
    const batch: Batch = {
      feed: 'titles_episodes_changed',
      regions,
      dryRun: false,
      batchResultBytes: 4_096,
      keepsPace: false,
      keepsDeferred: false,
      isListed: false,
      // The longest names of a state machine and of an execution.
      executionArn: `arn:aws-us-gov:states:us-gov-west-1:123456789012:execution:${'m'.repeat(80)}:${'e'.repeat(80)}`,
      startedAt: '2026-11-24T06:00:05.412Z',
      listedAt: '2026-11-24T06:00:05.412Z',
    };
    const outcomes = Array.from({ length: TITLES_PER_BATCH }, () => wrapped);

    expect(JSON.stringify({ batch, outcomes, departures: [] }).length).toBeLessThan(PAYLOAD_BYTES);
  });
});

describe('the number of titles in a run', () => {
  it('is the same in all contracts', () => {
    expect(executionInput.properties.titleIds.maxItems).toBe(MAX_TITLES);
    expect(executionInput.properties.maxTitles.maximum).toBe(MAX_TITLES);
    expect(listing.properties.titleIds.maxItems).toBe(MAX_TITLES);
    expect(listing.properties.items.maxItems).toBe(MAX_TITLES);
  });
});

describe("a batch's share of the payload", () => {
  it('keeps all results together below 256 KiB for any number of titles', () => {
    for (const titles of [0, 1, 10, 11, 619, 620, 621, 5_000, 9_999, MAX_TITLES]) {
      const batches = Math.ceil(titles / TITLES_PER_BATCH);
      const bytes = batchResultBytes(titles);

      expect(bytes).toBeLessThanOrEqual(4_096);
      // An array has a comma after every result but the last, and two brackets.
      expect(batches * (bytes + 1) + 1).toBeLessThanOrEqual(262_144 - 8_192 + 1);
    }
  });

  it('has room for the counts of the largest run', () => {
    const counts = { published: 10, skipped: 10, deferred: 10, rejected: 10, credits: 20, setAside: [] };

    expect(batchResultBytes(MAX_TITLES)).toBe(100);
    expect(JSON.stringify(counts).length).toBeLessThanOrEqual(100);
  });

  it('is capped for small runs', () => {
    expect([0, 1, 100, 600].map(batchResultBytes)).toEqual([4_096, 4_096, 4_096, 4_096]);
    expect(batchResultBytes(1_000)).toBe(2_538);
  });
});
