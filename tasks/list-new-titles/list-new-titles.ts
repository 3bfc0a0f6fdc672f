import type { ExecutionInput, Feed, Listing, Regions } from '../../events/types.ts';
import { epochMs } from '../shared/instant.ts';
import type { Clock, TaskHandler } from '../shared/ports.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import type { WatchmodeClient } from '../shared/watchmode/client.ts';
import { slotMs } from '../shared/pacing.ts';
import { createCreditBudget } from './credits.ts';
import { listChanges } from './list-changes.ts';
import { batchResultBytes, checkListingBytes, checkTitleCount } from './limits.ts';
import { readRequest, type RunRequest } from './request.ts';
import { splitReleases } from './split-releases.ts';
import { readWatermark } from './watermark.ts';
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
    const { titleIds, creditsUsed } = await findTitles(plan, ports);
    const listing: Listing = {
      titleIds,
      run: {
        feed: plan.feed,
        window: plan.span === null ? null : formatWindow(plan.span),
        regions: plan.regions,
        dryRun: plan.input.dryRun ?? false,
        discovered: titleIds.length,
        advancesWatermark: plan.advancesWatermark,
        creditsUsed,
        batchResultBytes: batchResultBytes(titleIds.length),
      },
    };
    checkListingBytes(listing);
    telemetry.log('info', 'listed the titles of a run', { run: listing.run });
    telemetry.measure({ TitlesDiscovered: titleIds.length });
    return listing;
  };
}

function makePlan(
  { input, watermarks, startedAt }: RunRequest,
  { clock, settings }: ListNewTitlesPorts,
): Plan {
  const feed = input.feed ?? settings.feed;
  const regions = input.regions ?? settings.regions;
  const fixed = { input, feed, regions, advancesWatermark: false };
  if (input.titleIds !== undefined) return { ...fixed, span: null };
  if (input.window !== undefined) return { ...fixed, span: closedWindow(input.window, startedAt) };
  const watermark = readWatermark(watermarks, feed, clock.now());
  const scheduledTime = input.scheduledTime === undefined ? null : epochMs(input.scheduledTime);
  const span = openWindow({ watermark, scheduledTime, startedAt, ...settings });
  const advancesWatermark =
    coversAll(input, settings.regions) && (watermark === null || span.end > watermark);
  return { ...fixed, span, advancesWatermark };
}

/** Whether a run over the open window leaves none of it out, so that its end may become the watermark. */
function coversAll({ types, maxTitles, dryRun, regions }: ExecutionInput, ownRegions: Regions): boolean {
  const sameRegions =
    regions === undefined ||
    (regions.length === ownRegions.length && regions.every((region) => ownRegions.includes(region)));
  return types === undefined && maxTitles === undefined && dryRun !== true && sameRegions;
}

async function findTitles(
  { input, feed, regions, span }: Plan,
  ports: ListNewTitlesPorts,
): Promise<{ titleIds: number[]; creditsUsed: number }> {
  if (span !== null && span.start >= span.end) return { titleIds: [], creditsUsed: 0 };
  const { watchmode, settings } = ports;
  const budget = createCreditBudget(await watchmode.status(), settings.creditReserve);
  if (span === null) {
    const titleIds = (input.titleIds ?? []).slice(0, input.maxTitles);
    budget.require({ titles: titleIds.length, pages: 0 });
    return { titleIds, creditsUsed: 0 };
  }
  const listingPorts = { watchmode, budget, telemetry: ports.telemetry, pace: createPace(ports) };
  const maxTitles = input.maxTitles ?? Number.POSITIVE_INFINITY;
  const titleIds =
    feed === 'releases'
      ? await splitReleases({ span, maxTitles }, listingPorts)
      : await listChanges({ feed, span, types: input.types, regions, maxTitles }, listingPorts);
  checkTitleCount(titleIds.length);
  budget.require({ titles: titleIds.length, pages: 0 });
  return { titleIds, creditsUsed: budget.used() };
}

/** Requests of this task come one after the other: a pause between them keeps to the requests a minute. */
function createPace({ watchmode, clock, settings }: ListNewTitlesPorts): () => Promise<void> {
  let lastAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const interval = slotMs(watchmode.requestsPerMinute() ?? settings.requestsPerMinute, 1);
    const wait = lastAt + interval - clock.monotonic();
    if (wait > 0) await clock.sleep(wait);
    lastAt = clock.monotonic();
  };
}
