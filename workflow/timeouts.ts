/**
 * The time limit of each function of a state machine, in seconds, on AWS and on a laptop. It is ten seconds less than
 * the timeout of its state, so that no attempt runs beside its successor. A test compares it with the definitions.
 */
const STATE_TIMEOUT_SECONDS = {
  'list-new-titles': 890,
  'fetch-title-details': 80,
  'check-watchmode': 80,
  'publish-titles': 110,
  'judge-failed-run': 50,
} as const;

/**
 * The time limit of each function, in seconds: those of the state machines, the one that a schedule invokes, and the
 * one that a deployment invokes.
 */
export const FUNCTION_TIMEOUT_SECONDS = {
  ...STATE_TIMEOUT_SECONDS,
  'measure-progress': 30,
  'take-over-progress': 110,
} as const;

/** What a function is called: the folder of its code below `tasks/`. */
export type FunctionName = keyof typeof FUNCTION_TIMEOUT_SECONDS;

/** A function that a state machine invokes. */
export type StateFunctionName = keyof typeof STATE_TIMEOUT_SECONDS;

/** The functions that the state machines invoke. */
export const STATE_FUNCTION_NAMES = Object.keys(STATE_TIMEOUT_SECONDS) as readonly StateFunctionName[];

/** All functions. */
export const FUNCTION_NAMES = Object.keys(FUNCTION_TIMEOUT_SECONDS) as readonly FunctionName[];
