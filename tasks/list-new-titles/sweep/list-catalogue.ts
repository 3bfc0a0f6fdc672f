import { CREDITS_PER_LIST, CREDITS_PER_PAGE, CREDITS_PER_TITLE } from '../../../events/credits.ts';
import { epochMs, floorToSecond } from '../../../events/instant.ts';
import type { Section } from '../../../events/sections.ts';
import type { ListedItem, Listing, Sweep } from '../../../events/types.ts';
import { ConfigurationError, InvalidInput } from '../../shared/errors/input-errors.ts';
import type { FoundSection } from '../../shared/sweep/read-section.ts';
import type { AccountStatus } from '../../shared/watchmode/responses.ts';
import { createCreditBudget, type CreditBudget } from '../credits.ts';
import type { FindTitlesPorts } from '../find-titles.ts';
import { checkTitleCount, SWEEP_LESS } from '../limits.ts';
import { PAGE_LIMIT } from '../page-changes.ts';
import type { Scope } from '../plan.ts';
import type { RunRequest } from '../request.ts';
import { waitingOf, type Waiting } from '../waiting.ts';
import { formatWindow } from '../window.ts';
import { buySections } from './buy-sections.ts';
import { estimateOf, sumOf, type Estimate } from './estimate.ts';
import { readSections, type KnownSection } from './known-sections.ts';
import { readReferenceData, type ReferenceData } from './reference-data.ts';
import { resolveSections } from './resolve-sections.ts';
import { sweepItems } from './sweep-items.ts';

/** The part of the listing that a sweep decides. */
export interface CatalogueListing extends Pick<
  Listing['run'],
  | 'window'
  | 'hasDeferred'
  | 'advancesWatermark'
  | 'creditsUsed'
  | 'listedAt'
  | 'sweep'
  | 'needsReferenceData'
  | 'plan'
> {
  readonly titleIds: number[];
  readonly items: ListedItem[];
}

/**
 * Lists a sweep: everything that some services have, compared with the last complete sweep.
 *
 * It buys a page at a time and writes each to the progress table at once, so another attempt of the same execution goes on
 * where this one stopped. Nothing becomes the last complete sweep here; that is up to save-sweep, once the titles are
 * published.
 *
 * @throws InvalidInput for unknown names, BudgetExceeded, WatchmodeQuotaExceeded before the first credit and again as soon
 *   as more is known, TooManyTitles, ConfigurationError, ProgressUnavailable, or another WatchmodeError
 */
export async function listCatalogue(
  scope: Scope,
  { executionArn }: RunRequest,
  status: AccountStatus,
  ports: FindTitlesPorts,
): Promise<CatalogueListing> {
  const begun = await begin(scope, executionArn, status, ports);
  const { plan = false } = scope.input;
  if (begun.sections === null || (begun.reference.due > 0 && !plan)) return askForNames(begun, plan);
  return plan ? planOf(begun) : sweep(begun, ports);
}

/** The facts of a sweep before it buys a page. */
interface BegunSweep {
  readonly scope: Scope;
  readonly executionArn: string;
  readonly reference: ReferenceData;
  /** Null if the names of its services are not known, or may be known after a refresh. */
  readonly sections: readonly Section[] | null;
  readonly known: readonly KnownSection[];
  readonly waiting: Waiting;
  readonly budget: CreditBudget;
  readonly estimating: Parameters<typeof estimateOf>[2];
  /** Of each known section. */
  readonly estimates: Estimate[];
  /** Of the whole sweep. */
  readonly estimate: Estimate;
  /** The listing of a sweep that lists nothing. */
  readonly nothing: CatalogueListing;
}

/** Reads what the table knows, and estimates the sweep. */
async function begin(
  scope: Scope,
  executionArn: string,
  status: AccountStatus,
  ports: FindTitlesPorts,
): Promise<BegunSweep> {
  const { progress, clock, settings, telemetry } = ports;
  const { publishBaseline = false, plan = false, maxCredits } = scope.input;
  const reader = { executionArn, now: clock.now() };
  const reference = await readReferenceData(progress, reader);
  const sections = resolve(scope, reference, settings);
  const known = await readSections(sections ?? [], reader, { ...ports, takesOver: !plan });
  const deferred = scope.takesWaiting ? await progress.listDeferred('catalogue') : null;
  const waiting = waitingOf(deferred ?? [], reader.now);
  if (deferred !== null && !plan)
    telemetry.measure({ TitlesWaiting: waiting.count, LongestWait: waiting.longestHours });
  const budget = createCreditBudget(status, settings.creditReserve, {
    waiting: waiting.titles.length,
    pagesBefore: sumBy(known, ({ found }) => found.bought),
    otherCredits: reference.credits,
    maxCredits: maxCredits ?? settings.maxCredits,
  });
  const estimating = { largest: settings.pageLimit ?? PAGE_LIMIT, publishBaseline };
  const estimates = known.map(({ found }) => estimateOf(found, found.pages, estimating));
  // Of services whose names are not known yet, at least a page each is to be bought.
  const estimate =
    sections === null ? { pages: fewestSections(scope, settings), titles: 0 } : sumOf(estimates);
  const nothing = {
    titleIds: [],
    items: [],
    hasDeferred: deferred === null || deferred.length > 0,
    window: null,
    advancesWatermark: false,
    creditsUsed: budget.used() + reference.credits,
  };
  return {
    ...{ scope, executionArn, reference, sections, known },
    ...{ waiting, budget, estimating, estimates, estimate, nothing },
  };
}

/** Returns the listing of a sweep that needs names first, if the credits suffice for all of it. A plan needs no credits. */
function askForNames(
  { reference, budget, estimate, nothing }: BegunSweep,
  isPlan: boolean,
): CatalogueListing {
  const due = (reference.due * CREDITS_PER_LIST) / CREDITS_PER_PAGE;
  if (!isPlan) budget.require({ ...estimate, pages: estimate.pages + due });
  return { ...nothing, needsReferenceData: true };
}

/** Returns the number of titles that a sweep would fetch, and its price. */
function planOf({ known, waiting, budget, estimate, nothing }: BegunSweep): CatalogueListing {
  const titles = waiting.titles.length + estimate.titles;
  const credits = titles * CREDITS_PER_TITLE + estimate.pages * CREDITS_PER_PAGE;
  const facts = sweepOf(known, { titles: sumBy(known, ({ found }) => found.head?.titles ?? 0) });
  return { ...nothing, sweep: facts, plan: { titles, credits, creditsLeft: budget.left() } };
}

/** Buys the pages, and compares them with the last sweep. */
async function sweep(begun: BegunSweep, ports: FindTitlesPorts): Promise<CatalogueListing> {
  const { scope, executionArn, reference, known, waiting, budget, estimating, estimates, nothing } = begun;
  const swept = await buySections(known, estimates, { ...ports, ...estimating, executionArn, budget });
  const listedAt = ports.clock.now();
  const { publishBaseline } = estimating;
  const { titleIds, items } = sweepItems(swept, waiting.titles, { publishBaseline });
  checkTitleCount(items.length, SWEEP_LESS);
  budget.requireTitles(titleIds.length);
  const held = sumBy(swept, ({ comparison }) => comparison.held);
  const start = Math.min(listedAt, ...known.map(({ found }) => sweptAtOf(found, listedAt)));
  return {
    ...nothing,
    titleIds,
    items,
    window: formatWindow({ start: floorToSecond(start), end: floorToSecond(listedAt) }),
    advancesWatermark: scope.input.dryRun !== true,
    creditsUsed: budget.used() + reference.credits,
    listedAt: new Date(listedAt).toISOString(),
    sweep: sweepOf(known, {
      pages: budget.used() / CREDITS_PER_PAGE,
      titles: sumBy(swept, ({ comparison }) => comparison.titles.size),
      arrived: sumBy(swept, ({ comparison }) => comparison.arrived.length),
      left: sumBy(swept, ({ comparison }) => comparison.left.length),
      missing: sumBy(swept, ({ comparison }) => comparison.missing.length),
      ...(held === 0 ? {} : { held }),
    }),
  };
}

/** Returns the sections; null if their names are not known, or may be known after a refresh. */
function resolve(
  { input }: Scope,
  { names, due }: ReferenceData,
  settings: FindTitlesPorts['settings'],
): Section[] | null {
  if (names === null) return null;
  try {
    return resolveSections(input, settings, names);
  } catch (error) {
    if (due > 0 && (error instanceof InvalidInput || error instanceof ConfigurationError)) return null;
    throw error;
  }
}

/** Returns the smallest number of sections that a sweep can have. */
function fewestSections({ input }: Scope, settings: FindTitlesPorts['settings']): number {
  const services = input.services ?? settings.services ?? [];
  return services.length * (input.types?.length ?? 1);
}

/** Returns the facts of a sweep. What is not counted is 0. */
function sweepOf(known: readonly KnownSection[], counts: Partial<Sweep>): Sweep {
  return {
    sections: known.map(({ found }) => found.section),
    pages: 0,
    titles: 0,
    arrived: 0,
    left: 0,
    missing: 0,
    baselines: known.filter(({ found }) => found.former === null).length,
    ...counts,
  };
}

/** Returns the time of the last complete sweep of a section; `now` if there is none. */
function sweptAtOf({ head, former }: FoundSection, now: number): number {
  return head === null || former === null ? now : epochMs(head.sweptAt);
}

function sumBy<Value>(values: readonly Value[], count: (value: Value) => number): number {
  return values.reduce((sum, value) => sum + count(value), 0);
}
