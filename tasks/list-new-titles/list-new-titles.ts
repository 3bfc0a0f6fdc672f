import type { Feed, Listing, Regions } from '../../events/types.ts';
import { batchResultBytes } from '../../workflow/limits.ts';
import type { Clock, TaskHandler } from '../shared/ports.ts';
import { claimWindow, type Executions } from '../shared/progress/claim-window.ts';
import type { ProgressTable } from '../shared/progress/progress-table.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import type { WatchmodeClient } from '../shared/watchmode/client.ts';
import { findTitles } from './find-titles.ts';
import { checkListingBytes } from './limits.ts';
import { makePlan, scopeOf, type Scope } from './plan.ts';
import { readRequest, type RunRequest } from './request.ts';
import { formatWindow } from './window.ts';

/** The deployment's own settings; see `CONFIG_KEYS`. */
export interface ListNewTitlesSettings {
  readonly feed: Feed;
  readonly regions: Regions;
  readonly overlapMinutes: number;
  readonly firstWindowHours: number;
  readonly creditReserve: number;
  /** Used until Watchmode says itself; null or undefined: no pacing until then. */
  readonly requestsPerMinute: number | null | undefined;
  /** The number of titles on a page of a listing. Default: the maximum that Watchmode allows. */
  readonly pageLimit?: number;
}

/** What {@link createListNewTitles} needs. */
export interface ListNewTitlesPorts {
  readonly watchmode: WatchmodeClient;
  readonly progress: ProgressTable;
  readonly executions: Executions;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly settings: ListNewTitlesSettings;
}

/**
 * The task list-new-titles: takes a `ListNewTitlesInput`, returns a `Listing`.
 *
 * It determines the scope of the run once, reads the progress that the runs of the feed share, and spends no credit
 * before it knows that the rest can be paid. While another execution is at work over the same open window it lists
 * nothing, and `waitsFor` names that execution.
 *
 * Rejects with InvalidInput, TooManyTitles, ConfigurationError, ProgressUnavailable or a WatchmodeError.
 */
export function createListNewTitles(ports: ListNewTitlesPorts): TaskHandler<Listing> {
  const { telemetry, settings, watchmode } = ports;
  return async (event, context) => {
    const request = readRequest(event, settings.feed);
    const scope = scopeOf(request.input, settings);
    const waitsFor = scope.isOpen ? await claim(scope.feed, request, ports) : null;
    if (waitsFor !== null) return waitingListing(scope, waitsFor);
    // Free of charge, and tells the time besides the credits.
    const status = await watchmode.status();
    const plan = await makePlan(scope, request, ports);
    const { titleIds, creditsUsed } = await findTitles(plan, status, {
      ...ports,
      remainingMs: () => context.getRemainingTimeInMillis(),
    });
    const listing = listingOf(scope, {
      titleIds,
      window: plan.span === null ? null : formatWindow(plan.span),
      hasDeferred: plan.hasDeferred,
      advancesWatermark: plan.advancesWatermark,
      creditsUsed,
      correctedWatermark: plan.corrected,
      waitsFor: null,
    });
    checkListingBytes(listing);
    telemetry.log('info', 'listed the titles of a run', { run: listing.run });
    telemetry.measure({ TitlesDiscovered: titleIds.length });
    return listing;
  };
}

/** Claims the open window; the name of the execution that is at work over it when that is another one. */
async function claim(
  feed: Feed,
  { executionArn }: RunRequest,
  { progress, executions, clock, telemetry }: ListNewTitlesPorts,
): Promise<string | null> {
  const claimedAt = new Date(clock.now()).toISOString();
  const holder = await claimWindow(
    { feed, item: 'claim', executionArn, claimedAt },
    { progress, executions },
  );
  if (holder === null) return null;
  telemetry.log('info', 'waits: another execution is at work over the open window', { feed, holder });
  return holder.executionArn.slice(holder.executionArn.lastIndexOf(':') + 1);
}

/** The listing of a run that waits for another. */
function waitingListing(scope: Scope, waitsFor: string): Listing {
  return listingOf(scope, {
    titleIds: [],
    window: null,
    hasDeferred: true,
    advancesWatermark: false,
    creditsUsed: 0,
    correctedWatermark: null,
    waitsFor,
  });
}

type RunFacts = Pick<
  Listing['run'],
  'window' | 'hasDeferred' | 'advancesWatermark' | 'creditsUsed' | 'correctedWatermark' | 'waitsFor'
>;

function listingOf(
  { input, feed, regions, keepsDeferred }: Scope,
  { titleIds, ...facts }: RunFacts & { readonly titleIds: number[] },
): Listing {
  return {
    titleIds,
    run: {
      feed,
      regions,
      dryRun: input.dryRun ?? false,
      keepsDeferred,
      isListed: input.titleIds === undefined,
      discovered: titleIds.length,
      batchResultBytes: batchResultBytes(titleIds.length),
      ...facts,
    },
  };
}
