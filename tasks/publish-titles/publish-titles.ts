import type { FetchedTitle, PublishedBatch, TitleOutcome, UnfetchedTitle } from '../../events/types.ts';
import { PublishTitlesInput } from '../../events/validators.mjs';
import type { Clock, TaskHandler } from '../shared/ports.ts';
import { epochMs } from '../shared/instant.ts';
import { readInput } from '../shared/read-input.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import { aggregateEntries } from './aggregate.ts';
import { buildBatchResult } from './batch-result.ts';
import { entryBytes, eventEntry, type Entry } from './entry.ts';
import type { Publish } from './publisher.ts';
import { buildStreamEvent } from './stream-event.ts';
import { describeUnfetched } from './unfetched-title.ts';

/** What {@link createPublishTitles} needs. */
export interface PublishTitlesPorts {
  readonly publish: Publish;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** How events become records; `aggregatedRecordBytes` is the largest record with `kpl`. */
  readonly records: { readonly aggregation: 'none' | 'kpl'; readonly aggregatedRecordBytes: number };
}

/**
 * The task publish-titles: takes a `PublishTitlesInput`, returns a `PublishedBatch`.
 *
 * In a dry run it does everything but publish, and counts what it would have published.
 *
 * Rejects with InvalidInput, ConfigurationError, StreamThrottled or StreamUnavailable. Then some records may be on
 * the stream; publishing the batch again repeats their event ids.
 */
export function createPublishTitles({
  publish,
  clock,
  telemetry,
  records,
}: PublishTitlesPorts): TaskHandler<PublishedBatch> {
  return async (event, context) => {
    const { batch, outcomes } = readInput({ PublishTitlesInput }, event);
    const { feed, dryRun } = batch;
    const fetched = outcomes.filter(isFetched);
    const entries = fetched.map((title) => eventEntry(buildStreamEvent(title, feed)));
    const setAside = outcomes.filter(isUnfetched).map(describeUnfetched);
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
    const result = buildBatchResult({ published: entries.length, setAside }, batch.batchResultBytes);
    telemetry.measure({ TitlesSkipped: result.skipped, TitlesDeferred: result.deferred }, { feed, dryRun });
    const now = clock.now();
    const placeHeldUntil = Math.max(
      now,
      ...(batch.keepsPace ? fetched.map((title) => heldUntil(title, now)) : []),
    );
    return { result, placeHeldUntil: new Date(placeHeldUntil).toISOString() };
  };
}

/**
 * Until when a title's place is taken, in epoch milliseconds. Where the clock was set back since, the stamp may lie hours
 * ahead: a place is taken no longer from now on than it was to be taken from the start.
 */
function heldUntil({ fetchedAt, placeHeldUntil }: FetchedTitle, now: number): number {
  const until = epochMs(placeHeldUntil);
  return Math.min(until, now + until - epochMs(fetchedAt));
}

function packEntries(entries: readonly Entry[], records: PublishTitlesPorts['records']): readonly Entry[] {
  return records.aggregation === 'none' ? entries : aggregateEntries(entries, records.aggregatedRecordBytes);
}

function isFetched(outcome: TitleOutcome): outcome is FetchedTitle {
  return outcome.outcome === 'fetched';
}

function isUnfetched(outcome: TitleOutcome): outcome is UnfetchedTitle {
  return !isFetched(outcome);
}
