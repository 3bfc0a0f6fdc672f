import { CREDITS_PER_TITLE } from '../../events/credits.ts';
import type { Feed, ListedItem, Listing, PlannedTitles } from '../../events/types.ts';
import { nameOf } from '../../workflow/arns.ts';
import { batchResultBytes } from '../../workflow/limits.ts';
import type { TaskHandler } from '../shared/ports.ts';
import { claimWindow } from '../shared/progress/claim-window.ts';
import type { AccountStatus } from '../shared/watchmode/responses.ts';
import { findTitles, type FindTitlesPorts } from './find-titles.ts';
import { checkListingBytes, SWEEP_LESS } from './limits.ts';
import type { ListNewTitlesPorts } from './listing-ports.ts';
import { makePlan, scopeOf, type Scope } from './plan.ts';
import { readRequest, type RunRequest } from './request.ts';
import { listCatalogue } from './sweep/list-catalogue.ts';
import { requireServices } from './sweep/resolve-sections.ts';
import { formatWindow } from './window.ts';

/**
 * The task list-new-titles: takes a `ListNewTitlesInput`, returns a `Listing`.
 *
 * It determines the scope of the run once, reads the progress of the feed, and spends credits only if they suffice for the
 * rest of the run. While another execution ingests the same open window, it lists nothing, and `waitsFor` names that
 * execution. A plan returns no titles, but their number and price. A sweep whose names of services are not of today
 * returns no titles either, but asks for them.
 *
 * Rejects with InvalidInput, TooManyTitles, BudgetExceeded, ConfigurationError, ProgressUnavailable or a WatchmodeError.
 */
export function createListNewTitles(ports: ListNewTitlesPorts): TaskHandler<Listing> {
  const { telemetry, settings, watchmode } = ports;
  return async (event, context) => {
    const request = readRequest(event, settings.feed);
    const scope = scopeOf(request.input, settings);
    if (scope.isSweep) requireServices(request.input, settings);
    const waitsFor = scope.isOpen ? await claim(scope.feed, request, ports) : null;
    if (waitsFor !== null) return waitingListing(scope, waitsFor);
    // Free of charge. Its response has the credits and Watchmode's time.
    const status = await watchmode.status();
    const findPorts = { ...ports, remainingMs: () => context.getRemainingTimeInMillis() };
    const found = scope.isSweep
      ? await listCatalogue(scope, request, status, findPorts)
      : await listFeed(scope, request, status, findPorts);
    const listing = listingOf(scope, { correctedWatermark: null, waitsFor: null, ...found });
    checkListingBytes(listing, scope.isSweep ? SWEEP_LESS : undefined);
    telemetry.log('info', 'listed the titles of a run', { run: listing.run });
    const { held } = listing.run.sweep ?? {};
    telemetry.measure({
      TitlesDiscovered: listing.titleIds.length,
      ...(held === undefined ? {} : { TitlesHeld: held }),
    });
    return listing;
  };
}

/** Lists the titles of a feed, or those that the input names. */
async function listFeed(
  scope: Scope,
  request: RunRequest,
  status: AccountStatus,
  ports: FindTitlesPorts,
): Promise<Omit<RunFacts, 'waitsFor'>> {
  const plan = await makePlan(scope, request, ports);
  const { titleIds, creditsUsed, creditsLeft } = await findTitles(plan, status, ports);
  const isPlan = request.input.plan === true;
  const arrivals = scope.feed === 'catalogue' && !isPlan ? await arrivalsOf(titleIds, ports) : undefined;
  return {
    titleIds: isPlan ? [] : titleIds,
    ...(arrivals === undefined ? {} : { items: arrivals }),
    window: plan.span === null ? null : formatWindow(plan.span),
    hasDeferred: plan.hasDeferred,
    advancesWatermark: plan.advancesWatermark,
    creditsUsed,
    correctedWatermark: plan.corrected,
    ...(isPlan ? { plan: priceOf(titleIds.length, creditsLeft) } : {}),
  };
}

/** Returns named titles of the feed catalogue with the services on which the waiting ones among them arrived. */
async function arrivalsOf(
  titleIds: readonly number[],
  { progress }: ListNewTitlesPorts,
): Promise<ListedItem[]> {
  const deferred = await progress.listDeferred('catalogue');
  const arrivals = new Map(deferred.map((item) => [item.titleId, item.arrivals ?? []]));
  return titleIds.map((titleId) => {
    const on = arrivals.get(titleId) ?? [];
    return on.length === 0 ? titleId : { titleId, on };
  });
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

/** The facts that differ between a sweep and other runs. */
type RunFacts = Pick<Listing, 'titleIds' | 'items'> &
  Omit<
    Listing['run'],
    'feed' | 'regions' | 'dryRun' | 'keepsDeferred' | 'isListed' | 'discovered' | 'batchResultBytes'
  >;

function listingOf(
  { input, feed, regions, keepsDeferred }: Scope,
  { titleIds, items, ...facts }: RunFacts,
): Listing {
  return {
    titleIds,
    ...(items === undefined ? {} : { items }),
    run: {
      feed,
      regions,
      dryRun: input.dryRun === true || input.plan === true,
      keepsDeferred,
      isListed: input.titleIds === undefined,
      discovered: titleIds.length,
      batchResultBytes: batchResultBytes((items ?? titleIds).length),
      ...facts,
    },
  };
}
