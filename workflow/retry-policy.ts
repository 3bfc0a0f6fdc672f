/**
 * The numbers of the state machine's `Retry` and `Wait`, by the names of their placeholders. Every wait of a `Retry` is
 * random between zero and the value here (full jitter), half of it on average.
 */
export interface RetryPolicy {
  /** The number of retries of a title without an answer: for want of a place, and for all other reasons. */
  readonly TitleAttempts: number;
  /** The longest wait before such a retry, in seconds. The first is up to 2 s, and each doubles. */
  readonly TitleMaxDelaySeconds: number;
  /** The first wait of List new titles and Check Watchmode during an outage, in seconds. Each doubles. */
  readonly OutageIntervalSeconds: number;
  readonly OutageAttempts: number;
  /** The longest of these waits, in seconds. */
  readonly OutageMaxDelaySeconds: number;
  /** The interval at which a run checks if an earlier run has ended, in seconds. */
  readonly EarlierRunWaitSeconds: number;
  /**
   * The first wait before an interrupted listing with paid pages is repeated, in seconds. Each doubles. There are at most
   * three repetitions, because each pays for the pages again.
   */
  readonly ListingIntervalSeconds: number;
}

/** The policy on AWS. It survives an interruption of up to a minute, and an outage of two hours on average. */
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

/** The policy on a laptop with the stand-in: seconds for an interruption, half a minute for an outage. */
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
 * The number of hours after which a waiting title needs attention. A daily run fetches it again after a day. If that
 * fails as well, an operator should look.
 */
export const LONG_WAIT_HOURS = 24;
