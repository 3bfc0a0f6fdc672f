/**
 * How long the state machine tries again, by the names of the placeholders in its `Retry`. Every wait is drawn at random
 * between nothing and what it is here (full jitter), so that on average it all takes half as long.
 */
export interface Patience {
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

/** A blip of a minute at most, and an outage of two hours on average. */
export const PATIENCE_OF_A_SCHEDULE: Patience = {
  TitleAttempts: 4,
  TitleMaxDelaySeconds: 16,
  OutageIntervalSeconds: 5,
  OutageAttempts: 23,
  OutageMaxDelaySeconds: 900,
  EarlierRunWaitSeconds: 60,
  // Seven minutes on average, for three repetitions.
  ListingIntervalSeconds: 120,
};

/** Somebody sits at the keyboard, and Watchmode is a stand-in: seconds for a blip, half a minute for an outage. */
export const PATIENCE_AT_A_KEYBOARD: Patience = {
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
