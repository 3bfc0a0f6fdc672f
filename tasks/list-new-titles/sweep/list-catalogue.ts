import { CREDITS_PER_LIST, CREDITS_PER_PAGE, CREDITS_PER_TITLE } from '../../../events/credits.ts';
import { epochMs, floorToSecond } from '../../../events/instant.ts';
import { sectionKeyOf, type Section } from '../../../events/sections.ts';
import type { ListedItem, Listing, Sweep, SweepPageItem } from '../../../events/types.ts';
import { ConfigurationError, InvalidInput } from '../../shared/errors/input-errors.ts';
import { compareSweeps } from '../../shared/sweep/compare-sweeps.ts';
import { readSection, type FoundSection, type SectionReader } from '../../shared/sweep/read-section.ts';
import type { AccountStatus } from '../../shared/watchmode/responses.ts';
import { createCreditBudget, type CreditBudget } from '../credits.ts';
import type { FindTitlesPorts } from '../find-titles.ts';
import { checkTitleCount, SWEEP_LESS } from '../limits.ts';
import { createPace } from '../pace.ts';
import { PAGE_LIMIT } from '../page-changes.ts';
import type { Scope } from '../plan.ts';
import type { RunRequest } from '../request.ts';
import { waitingOf } from '../waiting.ts';
import { formatWindow } from '../window.ts';
import { buyPages } from './buy-pages.ts';
import { estimateOf, limitOf, sumOf, type Estimate } from './estimate.ts';
import { readReferenceData } from './reference-data.ts';
import { resolveSections } from './resolve-sections.ts';
import { baselineOf, sweepItems, type SweptSection } from './sweep-items.ts';

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

/** A section with what the table knows about it. */
interface KnownSection {
  readonly section: Section;
  readonly found: FoundSection;
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
  const { progress, clock, settings } = ports;
  const { publishBaseline = false, plan = false, dryRun = false, maxCredits } = scope.input;
  const reader = { executionArn, now: clock.now() };
  const reference = await readReferenceData(progress, reader);
  const sections = resolve(scope, reference, settings);
  const known = await readSections(sections ?? [], reader, ports);
  const deferred = scope.takesWaiting ? await progress.listDeferred('catalogue') : null;
  const waiting = waitingOf(deferred ?? [], reader.now);
  if (deferred !== null && !plan)
    ports.telemetry.measure({ TitlesWaiting: waiting.count, LongestWait: waiting.longestHours });
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
  const facts = {
    titleIds: [],
    items: [],
    hasDeferred: deferred === null || deferred.length > 0,
    window: null,
    advancesWatermark: false,
    creditsUsed: budget.used() + reference.credits,
  };

  if (sections === null || (reference.due > 0 && !plan)) {
    const due = (reference.due * CREDITS_PER_LIST) / CREDITS_PER_PAGE;
    if (!plan) budget.require({ ...estimate, pages: estimate.pages + due });
    return { ...facts, needsReferenceData: true };
  }
  if (plan) {
    const titles = waiting.titles.length + estimate.titles;
    const credits = titles * CREDITS_PER_TITLE + estimate.pages * CREDITS_PER_PAGE;
    const sweep = sweepOf(known, { titles: sumBy(known, ({ found }) => found.head?.titles ?? 0) });
    return { ...facts, sweep, plan: { titles, credits, creditsLeft: budget.left() } };
  }

  const swept = await buySections(known, estimates, { ...ports, ...estimating, executionArn, budget });
  const listedAt = clock.now();
  const { titleIds, items } = sweepItems(swept, waiting.titles, { publishBaseline });
  checkTitleCount(items.length, SWEEP_LESS);
  budget.requireTitles(titleIds.length);
  const held = sumBy(swept, ({ comparison }) => comparison.held);
  const start = Math.min(listedAt, ...known.map(({ found }) => sweptAtOf(found, listedAt)));
  return {
    ...facts,
    titleIds,
    items,
    window: formatWindow({ start: floorToSecond(start), end: floorToSecond(listedAt) }),
    advancesWatermark: !dryRun,
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

/** The ports and settings of {@link buySections}. */
interface BuyingPorts extends FindTitlesPorts {
  readonly executionArn: string;
  readonly budget: CreditBudget;
  readonly largest: number;
  readonly publishBaseline: boolean;
}

/**
 * Buys the pages of the sections, one section after the other, and compares each with its last sweep.
 *
 * The first pages of sections without a last sweep come before all others. They have the totals, so the credits of the
 * whole sweep are checked before most of them are spent.
 *
 * @param estimates - of each section; they become more exact with each page
 */
async function buySections(
  known: readonly KnownSection[],
  estimates: Estimate[],
  ports: BuyingPorts,
): Promise<SweptSection[]> {
  const { budget, executionArn, largest, publishBaseline } = ports;
  const buying = { ...ports, pace: createPace(ports) };
  const started = [...known];

  async function buy(index: number, { section, found }: KnownSection, atMost?: number) {
    const limit = found.pages[0]?.limit ?? limitOf(found, largest);
    const estimate = (soFar: readonly SweepPageItem[]) => {
      estimates[index] = estimateOf(found, soFar, { largest, publishBaseline });
    };
    const require = (soFar: readonly SweepPageItem[]) => {
      estimate(soFar);
      budget.require(sumOf(estimates));
    };
    const bought = await buyPages({ section, found, executionArn, limit, atMost, require }, buying);
    estimate(bought);
    return { ...found, pages: bought };
  }

  for (const [index, { section, found }] of known.entries()) {
    if (found.former !== null || found.pages.length > 0) continue;
    started[index] = { section, found: await buy(index, { section, found }, 1) };
  }
  const swept: SweptSection[] = [];
  for (const [index, section] of started.entries()) {
    const found = await buy(index, section);
    const listed = { found, comparison: compareSweeps(found.former, found.pages) };
    const baseline = publishBaseline ? baselineOf(listed).size : 0;
    estimates[index] = { pages: 0, titles: baseline + listed.comparison.arrived.length };
    swept.push(listed);
  }
  return swept;
}

/** Returns the sections; null if their names are not known, or may be known after a refresh. */
function resolve(
  { input }: Scope,
  { names, due }: Awaited<ReturnType<typeof readReferenceData>>,
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

async function readSections(
  sections: readonly Section[],
  reader: SectionReader,
  { progress, telemetry }: FindTitlesPorts,
): Promise<KnownSection[]> {
  const known: KnownSection[] = [];
  for (const section of sections) {
    const found = await readSection(sectionKeyOf(section), reader, progress);
    known.push({ section, found });
    const { head, former } = found;
    if (head === null || former !== null) continue;
    const { sweptAt } = head;
    const message = 'the last sweep of a section has expired: this one is its first again';
    telemetry.log('warn', message, { section: found.section, sweptAt });
  }
  return known;
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
