/** The titles of a failed run: all, and those that a redrive does not fetch again. */
export interface RecoveredTitles {
  readonly total: number;
  readonly kept: number;
}

/** Returns the maximum credits for each way to continue after a failed run, without those for the listing. */
export function recoveryCredits({ total, kept }: RecoveredTitles, creditsPerTitle: number) {
  return {
    redrive: (total - kept) * creditsPerTitle,
    freshRun: total * creditsPerTitle,
    /** The credits of a fresh run for titles that were already fetched. */
    boughtTwice: kept * creditsPerTitle,
  };
}
