import type { ExecutionInput, Feed, Listing, Regions } from '../../events/types.ts';
import { epochMs } from '../shared/instant.ts';
import type { Clock, TaskHandler } from '../shared/ports.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import type { WatchmodeClient } from '../shared/watchmode/client.ts';
import { placeMs } from '../shared/pacing.ts';
import { createCreditBudget, type CreditBudget } from './credits.ts';
import { listChanges } from './list-changes.ts';
import { batchResultBytes, checkListingBytes, checkTitleCount } from './limits.ts';
import { readRequest, type RunRequest } from './request.ts';
import { splitReleases } from './split-releases.ts';
import { deferralHours, takeWaiting } from './waiting.ts';
import { readProgress, type FeedProgress } from './watermark.ts';
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
  readonly deferred: Listing['deferred'];
  readonly titleIds: number[];
  readonly creditsUsed: number;
}

/**
 * The task list-new-titles: takes a `ListNewTitlesInput`, returns a `Listing`.
 *
 * It resolves once what the run is about, and spends no credit before it knows that the rest can be paid.
 *
 * Rejects with InvalidInput, TooManyTitles, ConfigurationError or a WatchmodeError.
 */
export function createListNewTitles(ports: ListNewTitlesPorts): TaskHandler<Listing> {
  const { telemetry, settings } = ports;
  return async (event) => {
    const plan = makePlan(readRequest(event, settings.feed), ports);
    const { deferred, titleIds, creditsUsed } = await findTitles(plan, ports);
    const discovered = deferred.length + titleIds.length;
    const listing: Listing = {
      deferred,
      titleIds,
      run: {
        feed: plan.feed,
        window: plan.span === null ? null : formatWindow(plan.span),
        regions: plan.regions,
        dryRun: plan.input.dryRun ?? false,
        discovered,
        advancesWatermark: plan.advancesWatermark,
        keepsDeferred: plan.keepsDeferred,
        creditsUsed,
        batchResultBytes: batchResultBytes(discovered),
      },
    };
    checkListingBytes(listing);
    telemetry.log('info', 'listed the titles of a run', { run: listing.run });
    const { waiting } = plan.progress;
    telemetry.measure({
      TitlesDiscovered: discovered,
      TitlesWaiting: waiting.length,
      LongestWait: deferralHours(waiting, ports.clock.now()),
    });
    return listing;
  };
}

function makePlan(
  { input, watermark, startedAt }: RunRequest,
  { clock, settings }: ListNewTitlesPorts,
): Plan {
  const feed = input.feed ?? settings.feed;
  const regions = input.regions ?? settings.regions;
  const progress = readProgress(watermark, clock.now());
  const sameRegions = isSame(regions, settings.regions);
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
  const span = openWindow({ watermark: progress.watermark, scheduledTime, startedAt, ...settings });
  // Nobody knows the types of the titles that wait.
  const takesWaiting = sameRegions && input.types === undefined;
  // A run that leaves nothing of the open window out: its end may become the watermark.
  const coversAll = takesWaiting && input.maxTitles === undefined && input.dryRun !== true;
  const advancesWatermark = coversAll && (progress.watermark === null || span.end > progress.watermark);
  return { ...fixed, span, advancesWatermark, takesWaiting };
}

function isSame(regions: Regions, ownRegions: Regions): boolean {
  return regions.length === ownRegions.length && regions.every((region) => ownRegions.includes(region));
}

async function findTitles(plan: Plan, ports: ListNewTitlesPorts): Promise<Found> {
  const { input, span, progress, takesWaiting } = plan;
  const maxTitles = input.maxTitles ?? Number.POSITIVE_INFINITY;
  const first = takesWaiting ? progress.waiting.slice(0, maxTitles) : [];
  const isQuiet = span !== null && span.start >= span.end;
  if (isQuiet && first.length === 0) return { deferred: [], titleIds: [], creditsUsed: 0 };
  const { watchmode, settings } = ports;
  const budget = createCreditBudget(await watchmode.status(), settings.creditReserve, first.length);
  const left = maxTitles - first.length;
  const listed =
    span === null
      ? (input.titleIds ?? []).slice(0, maxTitles)
      : isQuiet || left === 0
        ? []
        : await list(plan, span, left, budget, ports);
  const { deferred, others } = takeWaiting(listed, first, progress.waiting);
  const titles = deferred.length + others.length;
  checkTitleCount(titles);
  budget.requireTitles(titles);
  return { deferred, titleIds: others, creditsUsed: budget.used() };
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
