import { CREDITS_PER_TITLE } from '../../events/credits.ts';
import type { Feed, Listing, PlannedTitles } from '../../events/types.ts';
import { nameOf } from '../../workflow/arns.ts';
import { batchResultBytes } from '../../workflow/limits.ts';
import type { TaskHandler } from '../shared/ports.ts';
import { claimWindow } from '../shared/progress/claim-window.ts';
import { findTitles } from './find-titles.ts';
import { checkListingBytes } from './limits.ts';
import type { ListNewTitlesPorts } from './listing-ports.ts';
import { makePlan, scopeOf, type Scope } from './plan.ts';
import { readRequest, type RunRequest } from './request.ts';
import { formatWindow } from './window.ts';

/**
 * The task list-new-titles: takes a `ListNewTitlesInput`, returns a `Listing`.
 *
 * It determines the scope of the run once, reads the progress of the feed, and spends credits only if they suffice for the
 * rest of the run. While another execution ingests the same open window, it lists nothing, and `waitsFor` names that
 * execution. A plan returns no titles, but their number and price.
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
    // Free of charge. Its response has the credits and Watchmode's time.
    const status = await watchmode.status();
    const plan = await makePlan(scope, request, ports);
    const { titleIds, creditsUsed, creditsLeft } = await findTitles(plan, status, {
      ...ports,
      remainingMs: () => context.getRemainingTimeInMillis(),
    });
    const isPlan = request.input.plan === true;
    const listing = listingOf(scope, {
      titleIds: isPlan ? [] : titleIds,
      window: plan.span === null ? null : formatWindow(plan.span),
      hasDeferred: plan.hasDeferred,
      advancesWatermark: plan.advancesWatermark,
      creditsUsed,
      correctedWatermark: plan.corrected,
      waitsFor: null,
      ...(isPlan ? { plan: priceOf(titleIds.length, creditsLeft) } : {}),
    });
    checkListingBytes(listing);
    telemetry.log('info', 'listed the titles of a run', { run: listing.run });
    telemetry.measure({ TitlesDiscovered: listing.titleIds.length });
    return listing;
  };
}

/** Claims the open window. Returns the name of the other execution that ingests it, if any. */
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
  telemetry.log('info', 'waits: another execution is ingesting the open window', { feed, holder });
  return nameOf(holder.executionArn);
}

/** Returns the listing of a run that waits for another. */
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

/** Returns what a run over these titles would cost, without its listing. */
function priceOf(titles: number, creditsLeft: number | null): PlannedTitles {
  return { titles, credits: titles * CREDITS_PER_TITLE, creditsLeft };
}

type RunFacts = Pick<
  Listing['run'],
  'window' | 'hasDeferred' | 'advancesWatermark' | 'creditsUsed' | 'correctedWatermark' | 'waitsFor' | 'plan'
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
      dryRun: input.dryRun === true || input.plan === true,
      keepsDeferred,
      isListed: input.titleIds === undefined,
      discovered: titleIds.length,
      batchResultBytes: batchResultBytes(titleIds.length),
      ...facts,
    },
  };
}
