/**
 * The errors that the tasks throw, by the names that `Retry` and `Catch` of the state machine match.
 *
 * The names are a contract: a test holds every `ErrorEquals` of the definition against this list.
 */
export const ERROR_NAMES = [
  'InvalidInput',
  'TooManyTitles',
  'ConfigurationError',
  'Watchmode.Unauthorized',
  'Watchmode.PlanRequired',
  'Watchmode.QuotaExceeded',
  'Watchmode.RateLimited',
  'Watchmode.Unavailable',
  'Watchmode.ListingInterrupted',
  'Watchmode.TitleNotFound',
  'Watchmode.TitleRefused',
  'Watchmode.UnexpectedResponse',
  'Progress.Unavailable',
  'Stream.Throttled',
  'Stream.Unavailable',
] as const;

/** The name of an error that a task throws. */
export type ErrorName = (typeof ERROR_NAMES)[number];
