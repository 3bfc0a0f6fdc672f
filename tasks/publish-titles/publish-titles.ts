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
import type { PublishedTitles } from '../shared/progress/published-titles.ts';
import type { Publish } from './publisher.ts';
import { keepsDeferred, settleUnfetched, takeOffFetched, type KnownTitles } from './settle-titles.ts';
import { buildRemovalEvent, buildStreamEvent, type ObservingRun } from './stream-event.ts';
import { holdPlaces } from './hold-places.ts';
import { describeUnfetched } from './unfetched-title.ts';

/** The ports and settings of {@link createPublishTitles}. */
export interface PublishTitlesPorts {
  readonly publish: Publish;
  readonly progress: ProgressTable;
  readonly publishedTitles: PublishedTitles;
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
 * A title that Watchmode no longer knows is announced as removed if it was published before.
 *
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
    if (!dryRun) {
      const gone = setAside.filter(({ outcome }) => outcome === 'skipped').map(({ titleId }) => titleId);
      await publishTitles({ fetched, gone }, batch, ports, context);
    }
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

/**
 * Publishes the events of a batch: one for each fetched title, and one for each title that Watchmode no longer knows and
 * that was published before.
 *
 * A fetched title is listed as published before its event is sent, and a removed one is taken off that list after its
 * event was sent. If the task ends in between, the removal of a title is announced once too often rather than never.
 */
async function publishTitles(
  titles: { readonly fetched: readonly FetchedTitle[]; readonly gone: readonly number[] },
  run: ObservingRun,
  { publish, publishedTitles, telemetry, records, clock }: PublishTitlesPorts,
  context: InvocationContext,
): Promise<void> {
  const removed = await publishedTitles.among(titles.gone);
  await publishedTitles.add(titles.fetched.map(({ titleId }) => titleId));
  const now = new Date(clock.now()).toISOString();
  const events = [
    ...titles.fetched.map((title) => buildStreamEvent(title, run)),
    ...removed.map((titleId) => buildRemovalEvent(titleId, now, run)),
  ];
  const packed = packEntries(events.map(eventEntry), records);
  const { retried } = await publish(packed, context);
  await publishedTitles.remove(removed);
  telemetry.measure({
    TitlesPublished: titles.fetched.length,
    TitlesRemoved: removed.length,
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
