import type { Feed, FetchedTitle, PublishedBatch, TitleOutcome, UnfetchedTitle } from '../../events/types.ts';
import { PublishTitlesInput } from '../../events/validators.mjs';
import { epochMs } from '../../events/instant.ts';
import type { Clock, InvocationContext, TaskHandler } from '../shared/ports.ts';
import type { DeferralLimits } from '../shared/progress/defer-title.ts';
import type { ProgressTable } from '../shared/progress/progress-table.ts';
import { readInput } from '../shared/read-input.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import { aggregateEntries } from './aggregate.ts';
import { buildBatchResult } from './batch-result.ts';
import { entryBytes, eventEntry, type Entry } from './entry.ts';
import type { Publish } from './publisher.ts';
import { keepsDeferred, settleUnfetched, takeOffFetched, type KnownTitles } from './settle-titles.ts';
import { buildStreamEvent } from './stream-event.ts';
import { holdPlaces } from './hold-places.ts';
import { describeUnfetched } from './unfetched-title.ts';

/** What {@link createPublishTitles} needs. */
export interface PublishTitlesPorts {
  readonly publish: Publish;
  readonly progress: ProgressTable;
  readonly limits: DeferralLimits;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** How events become records; `aggregatedRecordBytes` is the largest record with `kpl`. */
  readonly records: { readonly aggregation: 'none' | 'kpl'; readonly aggregatedRecordBytes: number };
}

/**
 * The task publish-titles: takes a `PublishTitlesInput`, returns a `PublishedBatch`.
 *
 * It notes in the progress table which titles could not be had, publishes the others, and removes these from the table.
 * Each step may be repeated: a run is counted once, and an event that is published again has the same id. A dry run
 * changes neither the table nor the stream, and counts the titles that it would have published.
 *
 * Rejects with InvalidInput, ConfigurationError, ProgressUnavailable, StreamThrottled or StreamUnavailable. Then some
 * records may be on the stream.
 */
export function createPublishTitles(ports: PublishTitlesPorts): TaskHandler<PublishedBatch> {
  const { progress, limits, clock, telemetry } = ports;
  return async (event, context) => {
    const { batch, outcomes } = readInput({ PublishTitlesInput }, event);
    const { feed, dryRun } = batch;
    const fetched = outcomes.filter(isFetched);
    const unfetched = outcomes.filter(isUnfetched).map(describeUnfetched);
    const isKept = keepsDeferred(batch);
    const settling = { progress, limits, now: clock.now() };
    const known: KnownTitles =
      isKept && batch.hasDeferred !== false
        ? await progress.readDeferred(
            feed,
            outcomes.map(({ titleId }) => titleId),
          )
        : new Map();
    const setAside = isKept ? await settleUnfetched(unfetched, batch, known, settling) : unfetched;
    setAside.forEach((title) => telemetry.log('warn', 'set a title aside', { ...title, feed }));
    if (!dryRun) await publishTitles(fetched, feed, ports, context);
    if (isKept) await takeOffFetched(fetched, known, settling);
    const result = buildBatchResult({ published: fetched.length, setAside }, batch.batchResultBytes);
    telemetry.measure(
      { TitlesSkipped: result.skipped, TitlesDeferred: result.deferred, TitlesRejected: result.rejected },
      { feed, dryRun },
    );
    const leftMs = batch.keepsPace ? placesLeftMs(fetched, clock.now()) : 0;
    return { result, ...(await holdPlaces(leftMs, clock, context)) };
  };
}

async function publishTitles(
  fetched: readonly FetchedTitle[],
  feed: Feed,
  { publish, telemetry, records }: PublishTitlesPorts,
  context: InvocationContext,
): Promise<void> {
  const entries = fetched.map((title) => eventEntry(buildStreamEvent(title, feed)));
  const packed = packEntries(entries, records);
  const { retried } = await publish(packed, context);
  telemetry.measure({
    TitlesPublished: entries.length,
    StreamRecords: packed.length,
    StreamBytes: packed.reduce((sum, entry) => sum + entryBytes(entry), 0),
    StreamEntriesRetried: retried,
  });
}

/**
 * The time for which the batch's places stay taken, in milliseconds: that of the title whose place is taken longest.
 */
function placesLeftMs(fetched: readonly FetchedTitle[], now: number): number {
  return Math.max(0, ...fetched.map((title) => placeLeftMs(title, now)));
}

/**
 * The time for which a title's place stays taken, in milliseconds. If the clock was set back since, the end of that
 * time may lie hours ahead. So the time left is never longer than the full time of a place.
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
