/** The progress of all feeds that have any in the table. */
export interface FeedsView {
  /** The name of the progress table. */
  readonly table: string;
  readonly feeds: readonly FeedView[];
}

/** The progress of a feed. */
export interface FeedView {
  readonly feed: string;
  /** The watermark of the feed. */
  readonly watermark: {
    readonly at: number;
    /** Start of the last window. */
    readonly listedFrom: number | null;
    /** The run that has ingested that window. */
    readonly run: string | null;
  } | null;
  /** The run that has the open window. */
  readonly claim: {
    readonly run: string;
    readonly claimedAt: number;
    readonly isAtWork: boolean;
  } | null;
  /** Titles that the next run over the open window asks for, the oldest first. */
  readonly waiting: TitleList;
  /** Titles that no run asks for any more, the last first. */
  readonly rejected: TitleList;
}

/** Titles that a run could not have. */
export interface TitleList {
  readonly count: number;
  /** The first of them. */
  readonly titles: readonly DeferredTitle[];
}

/** A title that a run could not have. */
export interface DeferredTitle {
  readonly titleId: number;
  readonly status: 'waiting' | 'rejected' | 'unknown';
  /** Start of the first run that deferred it. */
  readonly since: number;
  /** Time of its last deferral. */
  readonly deferredAt: number | null;
  readonly runs: number;
  readonly error: string;
  readonly reason: string | null;
  readonly lastRun: string | null;
}
