/**
 * The names of the errors that the tasks throw. `Retry` and `Catch` of the state machine match them, so the names are a
 * contract.
 */
export const ERROR_NAMES = [
  'InvalidInput',
  'TooManyTitles',
  'BudgetExceeded',
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
