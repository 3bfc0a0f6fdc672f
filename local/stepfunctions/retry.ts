/** The entry for programs that explain failures: Retry and Catch match errors as the interpreter does. It loads nothing else. */

export { firstMatch } from './interpreter/execution/error-handling.ts';
export { StateFailure } from './interpreter/state-failure.ts';
