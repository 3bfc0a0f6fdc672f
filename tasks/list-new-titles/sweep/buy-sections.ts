import type { SweepPageItem } from '../../../events/types.ts';
import { compareSweeps } from '../../shared/sweep/compare-sweeps.ts';
import type { CreditBudget } from '../credits.ts';
import type { FindTitlesPorts } from '../find-titles.ts';
import { createPace } from '../pace.ts';
import { buyPages } from './buy-pages.ts';
import { estimateOf, limitOf, sumOf, type Estimate } from './estimate.ts';
import type { KnownSection } from './known-sections.ts';
import { baselineOf, type SweptSection } from './sweep-items.ts';

/** The ports and settings of {@link buySections}. */
export interface BuyingPorts extends FindTitlesPorts {
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
export async function buySections(
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
