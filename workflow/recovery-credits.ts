/** The titles of a run that failed: all, and those that a redrive does not fetch again. */
export interface RecoveredTitles {
  readonly total: number;
  readonly kept: number;
}

/** The maximum number of credits for each way to go on after a run that failed, without those for the listing. */
export function recoveryCredits({ total, kept }: RecoveredTitles, creditsPerTitle: number) {
  return {
    redrive: (total - kept) * creditsPerTitle,
    freshRun: total * creditsPerTitle,
    /** The credits of a fresh run for titles that were fetched already. */
    boughtTwice: kept * creditsPerTitle,
  };
}
