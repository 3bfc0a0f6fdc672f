import { creditsOf, type Sale } from '../../../../support/independent-watchmode/ledger.ts';
import type { SweepWorld, SweepRun } from '../sweep-world.ts';
import { salesOf } from './sections.ts';

/** The titles in flight at the end of a process: two batches of ten, of two credits each. */
const IN_FLIGHT_CREDITS = 40;

/**
 * Credits: a run says how much it has spent, to the credit, as the ledger has it. Answers that did not arrive are apart:
 * charged failures, and what a killed process did not live to store.
 */
export function checkCredits(world: SweepWorld): string[] {
  return world.runs.flatMap((run) => [...checkSum(world, run), ...checkPages(world, run)]);
}

function checkSum(world: SweepWorld, run: SweepRun): string[] {
  if (run.summary === undefined) return [];
  const arrived = creditsOf(salesOf(world, run).filter(hasArrived));
  const { creditsUsed } = run.summary;
  const lost = arrived - creditsUsed;
  if (lost >= 0 && lost <= run.deaths.length * IN_FLIGHT_CREDITS + tableFaultsOf(run)) return [];
  return [`credits: ${run.executionArn} says ${creditsUsed}, and the ledger has ${arrived}`];
}

/**
 * No run buys a page again that it has stored, unless it was short: each page that arrived whole is stored, except one for
 * each death and for each fault of the table. Functions of a stopped execution run on, and know nothing of its redrive.
 */
function checkPages(world: SweepWorld, run: SweepRun): string[] {
  if (run.deaths.some(({ how }) => how === 'stop')) return [];
  const bought = salesOf(world, run).filter(
    ({ what, delivery }) => what === 'page' && delivery === 'complete',
  ).length;
  const stored = run.pages.size;
  if (bought - stored <= run.deaths.length + tableFaultsOf(run)) return [];
  return [`credits: ${run.executionArn} bought ${bought} pages and stored ${stored}`];
}

function hasArrived({ delivery }: Sale): boolean {
  return delivery === 'complete' || delivery === 'short';
}

function tableFaultsOf({ plan }: SweepRun): number {
  return plan?.tableFaults.filter((fault) => fault !== 'none').length ?? 0;
}
