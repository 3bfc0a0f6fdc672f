import type { BatchResult, FetchedTitle, TitleOutcome } from '../../events/types.ts';
import { PublishTitlesInput } from '../../events/validators.mjs';
import type { TaskHandler } from '../shared/ports.ts';
import { readInput } from '../shared/read-input.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import { aggregateEntries } from './aggregate.ts';
import { buildBatchResult } from './batch-result.ts';
import { entryBytes, eventEntry, type Entry } from './entry.ts';
import { judgeTitles } from './judge-titles.ts';
import type { Publish } from './publisher.ts';
import { buildStreamEvent } from './stream-event.ts';

/** What {@link createPublishTitles} needs. */
export interface PublishTitlesPorts {
  readonly publish: Publish;
  readonly telemetry: Telemetry;
  /** How many runs may defer a title, before it is rejected for good. */
  readonly maxDeferrals: number;
  /** How events become records; `aggregatedRecordBytes` is the largest record with `kpl`. */
  readonly records: { readonly aggregation: 'none' | 'kpl'; readonly aggregatedRecordBytes: number };
}

/**
 * The task publish-titles: takes a `PublishTitlesInput`, returns a `BatchResult`.
 *
 * In a dry run it does everything but publish, and counts what it would have published.
 *
 * Rejects with InvalidInput, ConfigurationError, StreamThrottled or StreamUnavailable. Then some records may be on
 * the stream; publishing the batch again repeats their event ids.
 */
export function createPublishTitles({
  publish,
  telemetry,
  maxDeferrals,
  records,
}: PublishTitlesPorts): TaskHandler<BatchResult> {
  return async (event, context) => {
    const { batch, outcomes } = readInput({ PublishTitlesInput }, event);
    const { feed, dryRun } = batch;
    const entries = outcomes.filter(isFetched).map((title) => eventEntry(buildStreamEvent(title, feed)));
    const setAside = judgeTitles(outcomes, maxDeferrals);
    const titleIds = outcomes.map(({ titleId }) => titleId);
    setAside.forEach((title) => telemetry.log('warn', 'set a title aside', { ...title, feed }));
    if (!dryRun) {
      const packed = packEntries(entries, records);
      const { retried } = await publish(packed, context);
      telemetry.measure({
        TitlesPublished: entries.length,
        StreamRecords: packed.length,
        StreamBytes: packed.reduce((sum, entry) => sum + entryBytes(entry), 0),
        StreamEntriesRetried: retried,
      });
    }
    const result = buildBatchResult(
      { titleIds, published: entries.length, setAside },
      batch.batchResultBytes,
    );
    telemetry.measure(
      {
        TitlesSkipped: result.skipped,
        TitlesDeferred: setAside.filter(({ outcome }) => outcome === 'deferred').length,
        TitlesRejected: result.rejected,
      },
      { feed, dryRun },
    );
    return result;
  };
}

function packEntries(entries: readonly Entry[], records: PublishTitlesPorts['records']): readonly Entry[] {
  return records.aggregation === 'none' ? entries : aggregateEntries(entries, records.aggregatedRecordBytes);
}

function isFetched(outcome: TitleOutcome): outcome is FetchedTitle {
  return outcome.outcome === 'fetched';
}
