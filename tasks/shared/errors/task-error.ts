import type { ErrorName } from '../../../workflow/error-names.ts';

/**
 * The base of all errors that a task throws on purpose.
 *
 * `Retry` and `Catch` of the state machine match `name`, so each class sets it as a literal, which a bundler does not
 * rename. `message` is for people, the other fields are for programs, and `cause` has the original error.
 */
export abstract class TaskError extends Error {
  abstract override readonly name: ErrorName;
}
