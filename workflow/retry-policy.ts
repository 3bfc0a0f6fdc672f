/**
 * The numbers of the state machine's `Retry` and `Wait`, by the names of their placeholders. Every wait of a `Retry` is
 * drawn at random between zero and the value here (full jitter), so that the average is half of it.
 */
export interface RetryPolicy {
  /** How often a title that has no answer is tried again: for want of a place, and for all other reasons. */
  readonly TitleAttempts: number;
  /** The longest wait before that, in seconds; the first is up to 2 s, and each doubles. */
  readonly TitleMaxDelaySeconds: number;
  /** The first wait of List new titles and Check Watchmode while Watchmode is down, in seconds; each doubles. */
  readonly OutageIntervalSeconds: number;
  readonly OutageAttempts: number;
  /** The longest wait of theirs, in seconds. */
  readonly OutageMaxDelaySeconds: number;
  /** The time that a run waits before it asks again if an earlier one has ended, in seconds. */
  readonly EarlierRunWaitSeconds: number;
  /**
   * The first wait before a listing that had paid for pages is repeated, in seconds; each doubles. It is repeated three
   * times at most, as each repetition pays for the pages again.
   */
  readonly ListingIntervalSeconds: number;
}

/** The policy on AWS: outlasts a blip of a minute at most, and an outage of two hours on average. */
export const SCHEDULED_RETRY_POLICY: RetryPolicy = {
  TitleAttempts: 4,
  TitleMaxDelaySeconds: 16,
  OutageIntervalSeconds: 5,
  OutageAttempts: 23,
  OutageMaxDelaySeconds: 900,
  EarlierRunWaitSeconds: 60,
  // Seven minutes on average, for three repetitions.
  ListingIntervalSeconds: 120,
};

/** The policy on a laptop with the stand-in, where somebody waits: seconds for a blip, half a minute for an outage. */
export const INTERACTIVE_RETRY_POLICY: RetryPolicy = {
  TitleAttempts: 3,
  TitleMaxDelaySeconds: 4,
  OutageIntervalSeconds: 2,
  OutageAttempts: 12,
  OutageMaxDelaySeconds: 8,
  EarlierRunWaitSeconds: 2,
  ListingIntervalSeconds: 2,
};

/**
 * From when on a title that waits for its next run waits for long, in hours. A daily run tries it again after a day: only
 * when that fails as well, somebody is to look.
 */
export const LONG_WAIT_HOURS = 24;
