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
import { holdPlaces } from './hold-places.ts';
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
    const leftMs = batch.keepsPace ? placesLeftMs(fetched, clock.now()) : 0;
    return { result, ...(await holdPlaces(leftMs, clock, context)) };
  };
}

/** How long the batch's places are still taken, in milliseconds: as long as the last of its titles takes its own. */
function placesLeftMs(fetched: readonly FetchedTitle[], now: number): number {
  return Math.max(0, ...fetched.map((title) => placeLeftMs(title, now)));
}

/**
 * How long a title's place is still taken, in milliseconds. Where the clock was set back since, its end may lie hours
 * ahead: a place is taken no longer from now on than it was to be taken from the start.
 */
function placeLeftMs({ fetchedAt, placeHeldUntil }: FetchedTitle, now: number): number {
  const until = epochMs(placeHeldUntil);
  return Math.min(until - now, until - epochMs(fetchedAt));
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
