import type { FetchedTitle, PublishedBatch, TitleOutcome, UnfetchedTitle } from '../../events/types.ts';
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
import { buildStreamEvent, type ObservingRun } from './stream-event.ts';
import { holdPlaces } from './hold-places.ts';
import { describeUnfetched } from './unfetched-title.ts';

/** The ports and settings of {@link createPublishTitles}. */
export interface PublishTitlesPorts {
  readonly publish: Publish;
  readonly progress: ProgressTable;
  readonly limits: DeferralLimits;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** The conversion of events to records; `aggregatedRecordBytes` is the largest record with `kpl`. */
  readonly records: { readonly aggregation: 'none' | 'kpl'; readonly aggregatedRecordBytes: number };
}

/**
 * The task publish-titles: takes a `PublishTitlesInput`, returns a `PublishedBatch`.
 *
 * It records deferred titles in the progress table, publishes the others, and removes the published ones from the table.
 * All steps are idempotent: a run counts once, and a repeated event has the same id. A dry run changes neither the table
 * nor the stream, and counts the titles that it would have published.
 *
 * Rejects with InvalidInput, ConfigurationError, ProgressUnavailable, StreamThrottled or StreamUnavailable. Some records
 * may then be on the stream.
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
    if (!dryRun) await publishTitles(fetched, batch, ports, context);
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
  run: ObservingRun,
  { publish, telemetry, records }: PublishTitlesPorts,
  context: InvocationContext,
): Promise<void> {
  const entries = fetched.map((title) => eventEntry(buildStreamEvent(title, run)));
  const packed = packEntries(entries, records);
  const { retried } = await publish(packed, context);
  telemetry.measure({
    TitlesPublished: entries.length,
    StreamRecords: packed.length,
    StreamBytes: packed.reduce((sum, entry) => sum + entryBytes(entry), 0),
    StreamEntriesRetried: retried,
  });
}

/** Returns the time for which the batch's places stay taken, in milliseconds: the maximum over its titles. */
function placesLeftMs(fetched: readonly FetchedTitle[], now: number): number {
  return Math.max(0, ...fetched.map((title) => placeLeftMs(title, now)));
}

/**
 * Returns the time for which a title's place stays taken, in milliseconds, at most the full time of a place. If the clock
 * was set back meanwhile, the end of that time could lie hours ahead.
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
