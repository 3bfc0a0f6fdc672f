import type { FeedProgress } from '../../events/feed-progress.ts';
import type { ExecutionInput, Feed, Listing, Regions } from '../../events/types.ts';
import { batchResultBytes } from '../../workflow/limits.ts';
import { epochMs } from '../shared/instant.ts';
import type { Clock, TaskHandler } from '../shared/ports.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import type { WatchmodeClient } from '../shared/watchmode/client.ts';
import { placeMs } from '../shared/pacing.ts';
import { coversOpenWindow, findRunAhead, isSameRegions } from '../shared/run-scope.ts';
import { readProgress } from '../shared/stored-progress.ts';
import { createCreditBudget, type CreditBudget } from './credits.ts';
import { listChanges } from './list-changes.ts';
import { checkListingBytes, checkTitleCount } from './limits.ts';
import { readRequest, type RunRequest } from './request.ts';
import { splitReleases } from './split-releases.ts';
import { deferralHours, waitingFirst } from './waiting.ts';
import { closedWindow, formatWindow, openWindow, type Span } from './window.ts';

/** The deployment's own settings; see `CONFIG_KEYS`. */
export interface ListNewTitlesSettings {
  readonly feed: Feed;
  readonly regions: Regions;
  readonly overlapMinutes: number;
  readonly firstWindowHours: number;
  readonly creditReserve: number;
  /** Used until Watchmode says itself; null: no pacing until then. */
  readonly requestsPerMinute: number | null;
}

/** What {@link createListNewTitles} needs. */
export interface ListNewTitlesPorts {
  readonly watchmode: WatchmodeClient;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly settings: ListNewTitlesSettings;
}

/** What a run is about, before its titles are known. */
interface Plan {
  readonly input: ExecutionInput;
  readonly feed: Feed;
  readonly regions: Regions;
  /** Null when the run was given titles. */
  readonly span: Span | null;
  readonly advancesWatermark: boolean;
  /** Whether the feed's list of deferred titles follows this run. */
  readonly keepsDeferred: boolean;
  /** Whether all titles that wait are fetched beside those that are listed. */
  readonly takesWaiting: boolean;
  readonly progress: FeedProgress;
}

/** The titles of a run. */
interface Found {
  readonly titleIds: number[];
  readonly waiting: number[];
  readonly creditsUsed: number;
}

/**
 * The task list-new-titles: takes a `ListNewTitlesInput`, returns a `Listing`.
 *
 * It resolves once what the run is about, and spends no credit before it knows that the rest can be paid. When an
 * earlier run is at work over the same open window, there is nothing to do, and `skippedBecause` says so.
 *
 * Rejects with InvalidInput, TooManyTitles, ConfigurationError or a WatchmodeError.
 */
export function createListNewTitles(ports: ListNewTitlesPorts): TaskHandler<Listing> {
  const { telemetry, settings } = ports;
  return async (event) => {
    const request = readRequest(event, settings.feed);
    const ahead = findRunAhead(request, request.otherRuns, settings);
    if (ahead !== undefined) {
      const because = `${ahead.name} of the same feed is RUNNING since ${ahead.startDate}`;
      telemetry.log('info', 'ended at once: an earlier run is at work', { because });
      return emptyListing(request, because, settings);
    }
    const plan = makePlan(request, ports);
    const { titleIds, waiting, creditsUsed } = await findTitles(plan, ports);
    const listing: Listing = {
      titleIds,
      waiting,
      run: {
        feed: plan.feed,
        window: plan.span === null ? null : formatWindow(plan.span),
        regions: plan.regions,
        dryRun: plan.input.dryRun ?? false,
        discovered: titleIds.length,
        advancesWatermark: plan.advancesWatermark,
        keepsDeferred: plan.keepsDeferred,
        creditsUsed,
        batchResultBytes: batchResultBytes(titleIds.length),
        skippedBecause: null,
      },
    };
    checkListingBytes(listing);
    telemetry.log('info', 'listed the titles of a run', { run: listing.run });
    telemetry.measure({
      TitlesDiscovered: titleIds.length,
      TitlesWaiting: plan.progress.waiting.length,
      LongestWait: deferralHours(plan.progress.waiting, ports.clock.now()),
    });
    return listing;
  };
}

/** The listing of a run that gives way to another. */
function emptyListing(
  { input }: RunRequest,
  skippedBecause: string,
  settings: ListNewTitlesSettings,
): Listing {
  const { feed = settings.feed, regions = settings.regions } = input;
  return {
    titleIds: [],
    waiting: [],
    run: {
      feed,
      window: null,
      regions,
      dryRun: false,
      discovered: 0,
      advancesWatermark: false,
      keepsDeferred: false,
      creditsUsed: 0,
      batchResultBytes: batchResultBytes(0),
      skippedBecause,
    },
  };
}

function makePlan(
  { input, watermark, startedAt }: RunRequest,
  { clock, settings }: ListNewTitlesPorts,
): Plan {
  const feed = input.feed ?? settings.feed;
  const regions = input.regions ?? settings.regions;
  const progress = readProgress(watermark, clock.now());
  const sameRegions = isSameRegions(regions, settings.regions);
  const stored = progress.watermark === null ? null : epochMs(progress.watermark);
  const fixed = {
    input,
    feed,
    regions,
    progress,
    advancesWatermark: false,
    // What is published for other regions says nothing of the deployment's own.
    keepsDeferred: sameRegions && input.dryRun !== true,
    takesWaiting: false,
  };
  if (input.titleIds !== undefined) return { ...fixed, span: null };
  if (input.window !== undefined) return { ...fixed, span: closedWindow(input.window, startedAt) };
  const scheduledTime = input.scheduledTime === undefined ? null : epochMs(input.scheduledTime);
  const span = openWindow({ watermark: stored, scheduledTime, startedAt, ...settings });
  // Nobody knows the types of the titles that wait.
  const takesWaiting = sameRegions && input.types === undefined;
  const isForwards = stored === null || span.end > stored;
  const advancesWatermark = coversOpenWindow(input, settings.regions) && isForwards;
  return { ...fixed, span, advancesWatermark, takesWaiting };
}

async function findTitles(plan: Plan, ports: ListNewTitlesPorts): Promise<Found> {
  const { input, span, progress, takesWaiting } = plan;
  const maxTitles = input.maxTitles ?? Number.POSITIVE_INFINITY;
  const first = takesWaiting ? progress.waiting.slice(0, maxTitles) : [];
  const isQuiet = span !== null && span.start >= span.end;
  if (isQuiet && first.length === 0) return { titleIds: [], waiting: [], creditsUsed: 0 };
  const { watchmode, settings } = ports;
  const budget = createCreditBudget(await watchmode.status(), settings.creditReserve, first.length);
  const left = maxTitles - first.length;
  const listed =
    span === null
      ? (input.titleIds ?? []).slice(0, maxTitles)
      : isQuiet || left === 0
        ? []
        : await list(plan, span, left, budget, ports);
  const { titleIds, waiting } = waitingFirst(listed, first, progress.waiting);
  checkTitleCount(titleIds.length);
  budget.requireTitles(titleIds.length);
  return { titleIds, waiting, creditsUsed: budget.used() };
}

function list(
  { input, feed, regions }: Plan,
  span: Span,
  maxTitles: number,
  budget: CreditBudget,
  ports: ListNewTitlesPorts,
): Promise<number[]> {
  const { watchmode, telemetry } = ports;
  const listingPorts = { watchmode, budget, telemetry, pace: createPace(ports) };
  if (feed === 'releases') return splitReleases({ span, maxTitles }, listingPorts);
  return listChanges({ feed, span, types: input.types, regions, maxTitles }, listingPorts);
}

/** Requests of this task come one after the other: a pause between them keeps to the requests a minute. */
function createPace({ watchmode, clock, settings }: ListNewTitlesPorts): () => Promise<void> {
  let lastAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const interval = placeMs(watchmode.requestsPerMinute() ?? settings.requestsPerMinute, 1);
    const wait = lastAt + interval - clock.monotonic();
    if (wait > 0) await clock.sleep(wait);
    lastAt = clock.monotonic();
  };
}
