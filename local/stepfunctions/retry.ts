/** Entry for programs that explain failures: matches errors as Retry and Catch do. Loads nothing else. */

export { firstMatch } from './interpreter/execution/error-handling.ts';
export { StateFailure } from './interpreter/state-failure.ts';
