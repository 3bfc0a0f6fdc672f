import type { ErrorName } from '../../../workflow/error-names.ts';

/**
 * The base of every error that a task throws on purpose.
 *
 * `name` is what `Retry` and `Catch` of the state machine match, so each class states it as a literal: a bundler
 * that renames classes must not rename the contract. What a reader needs to know stands in `message` for people
 * and in fields for programs; what made it happen is kept in `cause`.
 */
export abstract class TaskError extends Error {
  abstract override readonly name: ErrorName;
}
