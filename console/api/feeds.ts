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
    /** The run that ingested that window. */
    readonly run: string | null;
  } | null;
  /** The run that has claimed the open window. */
  readonly claim: {
    readonly run: string;
    readonly claimedAt: number;
    readonly isAtWork: boolean;
  } | null;
  /** Titles that the next run over the open window fetches again, the oldest first. */
  readonly waiting: TitleList;
  /** Titles given up after the maximum number of deferrals, the newest first. */
  readonly rejected: TitleList;
}

/** A list of deferred titles. */
export interface TitleList {
  /** The number of all titles; `titles` may hold fewer. */
  readonly count: number;
  readonly titles: readonly DeferredTitle[];
}

/** A deferred title. */
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
