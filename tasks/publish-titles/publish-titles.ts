import type {
  Batch,
  DepartedTitle,
  FetchedTitle,
  PublishedBatch,
  TitleOutcome,
  UnfetchedTitle,
} from '../../events/types.ts';
import { PublishTitlesInput } from '../../events/validators.mjs';
import { epochMs } from '../../events/instant.ts';
import type { Clock, InvocationContext, TaskHandler } from '../shared/ports.ts';
import type { DeferralLimits } from '../shared/progress/defer-title.ts';
import type { DeferredTitles, ProgressWrites } from '../shared/progress/progress-table.ts';
import { readInput } from '../shared/read-input.ts';
import { packEntries, type RecordSettings } from '../shared/stream/aggregate.ts';
import { entryBytes, eventEntry } from '../shared/stream/entry.ts';
import type { Publish } from '../shared/stream/publisher.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import { buildBatchResult } from './batch-result.ts';
import type { PublishedTitles } from '../shared/progress/published-titles.ts';
import { keepsDeferred, settleUnfetched, takeOffFetched, type KnownTitles } from './settle-titles.ts';
import { buildDepartureEvent, buildRemovalEvent, buildStreamEvent } from './stream-event.ts';
import { holdPlaces } from './hold-places.ts';
import { describeUnfetched } from './unfetched-title.ts';

/** The ports and settings of {@link createPublishTitles}. */
export interface PublishTitlesPorts {
  readonly publish: Publish;
  readonly progress: DeferredTitles & ProgressWrites;
  readonly publishedTitles: PublishedTitles;
  readonly limits: DeferralLimits;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly records: RecordSettings;
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
    const { batch, outcomes, departures = [] } = readInput({ PublishTitlesInput }, event);
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
      await publishTitles({ fetched, gone, departures }, batch, ports, context);
    }
    if (isKept) await takeOffFetched(fetched, known, settling);
    const tally = { published: fetched.length, setAside, left: departures.length };
    const result = buildBatchResult(tally, batch.batchResultBytes);
    telemetry.measure(
      { TitlesSkipped: result.skipped, TitlesDeferred: result.deferred, TitlesRejected: result.rejected },
      { feed, dryRun },
    );
    const leftMs = batch.keepsPace ? placesLeftMs(fetched, clock.now()) : 0;
    return { result, ...(await holdPlaces(leftMs, clock, context)) };
  };
}

/** The titles of a batch that have an event. */
interface TitlesWithEvents {
  readonly fetched: readonly FetchedTitle[];
  /** The IDs of titles that Watchmode does not know. Those that were published before have an event. */
  readonly gone: readonly number[];
  readonly departures: readonly DepartedTitle[];
}

/**
 * Publishes the events of a batch: one for each fetched title, one for each title that Watchmode no longer knows and that
 * was published before, and one for each departure from a service.
 *
 * A fetched title is listed as published before its event is sent, and a removed one is taken off that list after its
 * event was sent. If the task ends in between, the removal of a title is announced once too often rather than never.
 */
async function publishTitles(
  titles: TitlesWithEvents,
  run: Batch,
  { publish, publishedTitles, telemetry, records, clock }: PublishTitlesPorts,
  context: InvocationContext,
): Promise<void> {
  const removed = await publishedTitles.among(titles.gone);
  await publishedTitles.add(titles.fetched.map(({ titleId }) => titleId));
  const now = new Date(clock.now()).toISOString();
  const { listedAt } = run;
  const events = [
    ...titles.fetched.map((title) => buildStreamEvent(title, run)),
    ...removed.map((titleId) => buildRemovalEvent(titleId, now, run)),
    ...titles.departures.map((title) => buildDepartureEvent(title, listedAt ?? now, run)),
  ];
  const packed = packEntries(events.map(eventEntry), records);
  const { retried } = await publish(packed, context);
  await publishedTitles.remove(removed);
  telemetry.measure({
    TitlesPublished: titles.fetched.length,
    TitlesRemoved: removed.length,
    ...arrivalsAndDepartures(titles),
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

/** Returns the metrics of a sweep's batch: absent in the lines of all others. */
function arrivalsAndDepartures({ fetched, departures }: TitlesWithEvents): Record<string, number> {
  const arrived = fetched.filter(({ arrivals = [] }) => arrivals.length > 0).length;
  return {
    ...(arrived > 0 ? { TitlesArrived: arrived } : {}),
    ...(departures.length > 0 ? { TitlesLeft: departures.length } : {}),
  };
}

function isFetched(outcome: TitleOutcome): outcome is FetchedTitle {
  return outcome.outcome === 'fetched';
}

function isUnfetched(outcome: TitleOutcome): outcome is UnfetchedTitle {
  return !isFetched(outcome);
}
