/**
 * How long each function may work, in seconds, on AWS and on a laptop: ten seconds less than its state waits for it, so
 * that no attempt runs beside its successor. A test holds the definition against it.
 */
export const FUNCTION_TIMEOUT_SECONDS = {
  'list-new-titles': 890,
  'fetch-title-details': 80,
  'check-watchmode': 80,
  'publish-titles': 110,
  'settle-deferred': 50,
} as const;

/** What a function is called: the folder of its code below `tasks/`. */
export type FunctionName = keyof typeof FUNCTION_TIMEOUT_SECONDS;

/** All functions. */
export const FUNCTION_NAMES = Object.keys(FUNCTION_TIMEOUT_SECONDS) as readonly FunctionName[];
