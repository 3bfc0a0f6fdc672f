/** The preview of a redrive. */
export interface RedrivePreview {
  readonly refusal: string | null;
  readonly states: readonly string[];
  readonly children: { readonly again: number; readonly total: number } | null;
  readonly titles: { readonly again: number; readonly total: number; readonly kept: number } | null;
  /** The maximum cost. */
  readonly credits: number | null;
  /** True if not all child executions were read, so that fewer titles may be left. */
  readonly isEstimate: boolean;
  readonly redriveCount: number;
  /** The run that has claimed the same open window since, and the maximum number of credits spent twice. */
  readonly overtakenBy: {
    readonly run: string;
    readonly claimedAt: number;
    readonly creditsTwice: number | null;
  } | null;
  /** The reason why `overtakenBy` is unknown. */
  readonly overtakenProblem: string | null;
  /** The faults of the stand-in that are on, as their switches are labelled. */
  readonly faults: readonly string[];
}

/** What the redriver is about to do about a failed run. */
export interface RedriverView {
  /** The name of its execution. */
  readonly name: string;
  /** The end of its wait, epoch milliseconds; null while it judges the run. */
  readonly redriveAt: number | null;
}
