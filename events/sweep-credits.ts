import { CREDITS_PER_LIST, CREDITS_PER_PAGE, CREDITS_PER_TITLE } from './credits.ts';
import { REFERENCE_KINDS } from './progress.ts';

/** The days of a month, for estimates. */
export const DAYS_PER_MONTH = 30;

/** The size of a sweep. */
export interface SweepSize {
  /** Number of pages of all its sections. */
  readonly pages: number;
  /** Number of titles that are new in a section, which are fetched. */
  readonly titles: number;
}

/** Watchmode credits by what they buy. */
export interface SweepCredits {
  readonly pages: number;
  readonly referenceData: number;
  readonly titles: number;
  readonly all: number;
}

/**
 * Returns the credits of equal sweeps.
 *
 * @param sweeps - number of sweeps; 1 by default
 * @param days - number of days on which they are. Reference data are bought once a day. Default: one for each sweep
 * @example creditsOfSweeps({ pages: 30, titles: 20 }).all; // 73
 */
export function creditsOfSweeps({ pages, titles }: SweepSize, sweeps = 1, days = sweeps): SweepCredits {
  const credits = {
    pages: sweeps * pages * CREDITS_PER_PAGE,
    referenceData: days * REFERENCE_KINDS.length * CREDITS_PER_LIST,
    titles: sweeps * titles * CREDITS_PER_TITLE,
  };
  return { ...credits, all: credits.pages + credits.referenceData + credits.titles };
}

/**
 * Returns the credits of a month of equal sweeps.
 * @example creditsOfMonth({ pages: 30, titles: 20 }, 30).all; // 2190
 */
export function creditsOfMonth(sweep: SweepSize, sweeps: number): SweepCredits {
  return creditsOfSweeps(sweep, sweeps, Math.min(sweeps, DAYS_PER_MONTH));
}
